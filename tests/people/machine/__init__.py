"""A state machine over people, roles, ways in, concerns and requests.

One person who means harm, with any two hats and with puppets, tries every verb; honest people go on with
their work beside him. `never.py` says what no sequence may lead to, `always.py` what every honest one leads to.
"""
