"""Verbs of who runs a channel."""
