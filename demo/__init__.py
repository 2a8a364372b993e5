"""The demo trust and its story."""
