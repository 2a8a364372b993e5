"""How a channel stood, and what changed."""
