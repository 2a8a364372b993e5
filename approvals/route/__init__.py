"""Who signs, in which order, and who stands in."""
