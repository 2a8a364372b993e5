"""Statements written once and asked often."""
