"""Who runs a channel."""
