"""What people answer in a review."""
