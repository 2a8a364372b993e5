"""Finding a channel by any of its words: what is written down for each, and how what was typed is read."""
