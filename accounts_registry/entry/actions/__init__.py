"""Verbs by which a channel comes onto the register and is mended."""
