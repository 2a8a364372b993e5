"""The channel itself."""
