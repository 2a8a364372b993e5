"""Sheets of channels that schools bring: read, looked at, brought in, undone."""
