"""What people type about an account that is not ours."""
