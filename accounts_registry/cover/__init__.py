"""Moderators by day, and who stands in."""
