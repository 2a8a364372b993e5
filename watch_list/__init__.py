"""Accounts that are not ours: found, written to, reported, taken down."""
