"""Verbs of the list."""
