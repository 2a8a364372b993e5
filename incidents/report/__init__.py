"""Reporting: the questions, the check, and what comes after."""
