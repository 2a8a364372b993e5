"""Lists of people that a school brings."""
