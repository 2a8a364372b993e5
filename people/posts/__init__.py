"""Job titles, and who holds them."""
