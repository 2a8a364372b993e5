"""Signing, or sending back."""
