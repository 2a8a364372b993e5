"""Data of earlier versions: how it is kept, and that it comes whole to today's code."""
