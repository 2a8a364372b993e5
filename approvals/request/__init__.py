"""A business case: its questions, its answers, and how it goes."""
