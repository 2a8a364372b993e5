"""Views, reminders and words of the list."""
