"""What is sealed, and the keys it is sealed with."""
