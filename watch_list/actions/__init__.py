"""What is done about an account that is not ours."""
