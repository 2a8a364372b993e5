"""The verbs of those who deal with a concern."""
