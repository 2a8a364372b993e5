"""The rows of the register for every format."""
