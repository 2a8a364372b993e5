"""What people type about a channel, cleaned, by noun. Choices are passed in; nothing is saved here."""
