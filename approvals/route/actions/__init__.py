"""The verbs of a route."""
