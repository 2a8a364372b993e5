"""The verbs of a decision."""
