"""What people are called, and were."""
