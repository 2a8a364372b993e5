"""The pages of a channel’s life."""
