"""The pages of the watch list."""
