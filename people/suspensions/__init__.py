"""Holding somebody back from above."""
