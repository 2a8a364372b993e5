"""Opening, pausing, closing and reopening."""
