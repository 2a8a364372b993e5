"""A concern as those who deal with it see it."""
