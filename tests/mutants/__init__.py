"""Small faults made on purpose in the rooms that keep people safe: does a test see them?"""
