"""Reviews, risks, house rules and checks."""
