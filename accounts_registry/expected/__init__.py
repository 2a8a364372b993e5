"""Platforms that a school must have."""
