"""The names a channel has and had."""
