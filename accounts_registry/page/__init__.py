"""The page of a channel, and how it is changed."""
