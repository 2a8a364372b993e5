"""The verbs of a report."""
