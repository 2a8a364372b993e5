"""The pages of who runs a channel."""
