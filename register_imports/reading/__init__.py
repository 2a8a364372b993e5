"""A school's own sheet of channels, read as it is and judged row by row before anything is saved (Q-App1-1 to Q-App1-7)."""
