"""A whole portal in real processes, for faults: portal.py runs it, stock.py fills it, publish.py gives it work."""
