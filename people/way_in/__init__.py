"""Changing how somebody signs in who opens concerns, signs or decides who may: two people and 48 hours."""
