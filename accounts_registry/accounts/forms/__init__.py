"""What people type about an account."""
