"""The verbs of signing in."""
