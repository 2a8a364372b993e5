"""Closed channels that are back, and fakes."""
