"""The verbs of a request."""
