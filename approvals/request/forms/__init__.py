"""What an author types."""
