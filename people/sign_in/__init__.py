"""How people sign in and out, and what proves who they are."""
