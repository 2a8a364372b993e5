"""What migrations do to rows that are there: a file for each step. They go with the steps (tests/upgrades/regenerate.py)."""
