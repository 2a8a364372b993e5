"""A person: who is here, and what is recorded about them."""
