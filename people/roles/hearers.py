"""Who hears concerns about whom: nobody takes those away, or gives them back, by one press.

A short form of incidents/routing.py, which stands above this app: who is asked about a head, a lead, a chief
executive and a trust safeguarding lead.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from access.check import Held
from people.person.models import User
from people.roles.models import RoleAssignment

ABOUT_A_HEAD = frozenset({"CHAIR", "VICE_CHAIR", "CEO", "TSL"})
# Of the trust and of each of its schools.
ABOUT_A_CHIEF_EXECUTIVE = frozenset({"CHAIR", "VICE_CHAIR", "TSL"})


def hears_of(user: User, roles: Iterable[Any], on: date) -> bool:
    """Whether somebody with one of these roles (a role, a school or none, a trust) hears concerns about this person."""
    mine, roles = list(user.roles_on(on)), list(roles)
    return any(_hears(held, row) for held in mine for row in roles)


def roles_of(person: User, on: date) -> list[RoleAssignment]:
    """What somebody holds or will hold, held back or not."""
    return list(RoleAssignment.objects.not_over(on).filter(person=person))


def _hears(held: Held, row: Any) -> bool:
    if held.trust_id != row.trust_id:
        return False
    if held.role == "CEO":
        return row.role in ABOUT_A_CHIEF_EXECUTIVE
    is_there = row.school_id in held.school_ids
    if held.role == "HEAD":
        return row.role in ABOUT_A_HEAD and (row.school_id is None or is_there)
    return (held.role, row.role) == ("TSL", "CEO") or (
        (held.role, row.role) == ("DSL", "HEAD") and is_there
    )
