"""A change that waits for the headteacher."""
