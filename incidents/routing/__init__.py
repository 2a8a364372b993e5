"""Where a concern goes, by when it is seen, and who comes next."""
