"""What an approval hands over to the register."""
