"""Verbs of the names of a channel."""
