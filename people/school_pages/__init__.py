"""The pages of schools and their numbers."""
