"""Parts of the verbs of appointments: what is written when one is settled."""
