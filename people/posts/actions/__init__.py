"""The verbs of posts."""
