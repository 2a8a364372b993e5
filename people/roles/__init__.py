"""Roles that are given, held and ended."""
