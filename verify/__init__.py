"""The public answer: is this account really the school’s?"""
