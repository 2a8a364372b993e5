"""What people type about who runs a channel."""
