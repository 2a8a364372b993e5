"""The services that schools use: their links and names, minimum ages, and what imitates them."""
