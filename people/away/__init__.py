"""Time away."""
