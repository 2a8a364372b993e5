"""What is looked at again, and signed."""
