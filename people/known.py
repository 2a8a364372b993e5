"""Whether somebody is who the portal takes them for: another holder has spoken to them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from access.check import can
from access.roles import WAY_IN_TAKES_TWO, Permission
from people.held import KNOWS
from people.models import RoleAssignment, User


def strangers(trust_ids: Any, on: date) -> Any:
    """Holders of roles that take two people who have signed in, and whom nobody has spoken to yet."""
    rows = RoleAssignment.objects.on(on).filter(role__in=WAY_IN_TAKES_TWO, trust_id__in=trust_ids)
    people = User.objects.present(on).filter(pk__in=rows.values("person"), known_at=None)
    return people.exclude(last_login=None)


def to_get_to_know(user: Any, on: date) -> list[User]:
    """Those of them about whom this person may say so."""
    trusts = {held.trust_id for held in user.roles_on(on) if held.role in KNOWS}
    found = strangers(trusts, on) if trusts else []
    return [person for person in found if can(user, Permission.PERSON_KNOW, person, on)]


def knowers_of(person: User, on: date) -> tuple[UUID, ...]:
    """Who is asked about this person."""
    rows = RoleAssignment.objects.on(on).filter(
        role__in=KNOWS, trust_id=person.trust_id, person__in=User.objects.present(on)
    )
    asked = {row.person for row in rows.select_related("person")}
    return tuple(one.pk for one in asked if can(one, Permission.PERSON_KNOW, person, on))
