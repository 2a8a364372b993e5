"""Verbs of reviews."""
