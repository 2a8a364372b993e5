"""What looks like a password is refused where none belongs."""
