"""What only the portal can read back: keys by purpose, boxes closed with them, and whether they still open."""
