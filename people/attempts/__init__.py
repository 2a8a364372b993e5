"""Attempts at the door and at the public pages: how many in how long, from whom, for whom."""
