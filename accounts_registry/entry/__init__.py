"""Planned, added, accepted: how a channel comes onto the register."""
