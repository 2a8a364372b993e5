"""Pages of reports and of concerns."""
