"""Who reported to whom."""
