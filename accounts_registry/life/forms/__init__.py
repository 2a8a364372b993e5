"""What people say of a channel’s life."""
