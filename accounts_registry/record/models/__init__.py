"""The channel, its states and its numbers."""
