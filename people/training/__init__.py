"""Courses that people have completed."""
