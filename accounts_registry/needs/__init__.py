"""What a channel needs."""
