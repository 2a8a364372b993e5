"""What pages of a channel share."""
