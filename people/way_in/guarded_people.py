"""Whose way in takes two people to change, and the refusal of one alone."""

from __future__ import annotations

from access.check import Denied
from access.roles import WAY_IN_TAKES_TWO
from people.person.models import User


def ask_for_the_way_in(by: User, person: User) -> None:
    """Whoever changes how somebody signs in could sign in as them.

    So where that opens concerns, signs or decides who may, no one person changes it: it is proposed,
    confirmed by somebody else and stands open for 48 hours (people/way_in).
    """
    if not by.is_system and is_guarded(person):
        raise Denied(
            f"{person.full_name} has, or had, a role that opens concerns, signs, or decides who may. To change how "
            "they sign in, propose it on their page: a second person confirms it."
        )


def is_guarded(person: User) -> bool:
    """Whether this person holds, has ever held or will hold a role whose way in takes two people to change.

    One that is over counts too: else it could be ended, the way in changed, and the role given back.
    """
    held: bool = person.assignments.filter(role__in=WAY_IN_TAKES_TWO).exists()
    return held


def has_been_in(person: User) -> bool:
    """Whether this person has a way in that could be taken from them: a first invitation takes nothing."""
    return person.has_usable_password() or person.last_login is not None
