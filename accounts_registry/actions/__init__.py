"""The verbs of the register, by noun: `channels` and `cover`."""
