"""The pages about accounts that a concern is about."""
