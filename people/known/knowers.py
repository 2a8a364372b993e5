"""Whether somebody is who the portal takes them for: another holder has spoken to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from access.check import can
from access.roles import WAY_IN_TAKES_TWO, Permission
from people.person.models import User
from people.roles.held import KNOWS
from people.roles.models import RoleAssignment
from workflow.promised import promised

NEAREST = {"HEAD": 0, "DSL": 1, "DDSL": 2}
Waiting = Callable[[Any, date], Any]
_WAITING: list[Waiting] = []


def waited_for(question: Waiting) -> Waiting:
    """Register a question of another app: the ids of those without whose word something there does not go on."""
    _WAITING.append(question)
    return question


def strangers(trust_ids: Any, on: date) -> Any:
    """Who has signed in, and nobody has spoken to yet: holders of roles that take two, and who is waited for."""
    rows = RoleAssignment.objects.on(on).filter(role__in=WAY_IN_TAKES_TWO, trust_id__in=trust_ids)
    asked = Q(pk__in=rows.values("person"))
    for question in _WAITING:
        asked |= Q(pk__in=question(trust_ids, on), trust_id__in=trust_ids)
    return User.objects.present(on).filter(asked, known_at=None).exclude(last_login=None)


def to_get_to_know(user: User, on: date) -> list[User]:
    """Those of them about whom this person may say so."""
    trusts = {held.trust_id for held in user.roles_on(on) if held.role in KNOWS}
    found = strangers(trusts, on) if trusts else []
    return [person for person in found if can(user, Permission.PERSON_KNOW, person, on)]


def knowers_of(person: User, on: date) -> tuple[UUID, ...]:
    """Who is asked about this person."""
    rows = RoleAssignment.objects.on(on).filter(
        role__in=KNOWS, trust_id=promised(person.trust_id), person__in=User.objects.present(on)
    )
    asked = {row.person for row in rows.select_related("person")}
    return tuple(one.pk for one in asked if can(one, Permission.PERSON_KNOW, person, on))


def known_knowers_of(person: User, on: date) -> list[str]:
    """Who is known already and could say it about this person: while there is one, nobody unknown does."""
    rows = RoleAssignment.objects.on(on).filter(
        role__in=KNOWS,
        trust_id=promised(person.trust_id),
        person__in=User.objects.present(on).exclude(known_at=None).exclude(pk=person.pk),
    )
    people = {row.person_id: row.person for row in rows.select_related("person")}
    return [one.full_name for one in people.values() if "KNOWER" in person.relations_of(one, on)]


def how_to_be_known(user: User, on: date) -> str:
    """What somebody does whom nobody has spoken to yet: a sentence with two of those who can say so."""
    asked = " or ".join(_nearest(user, on)) or "a head or safeguarding lead"
    return (
        "somebody has spoken to you and said here that it is you who signs in. "
        f"Ask {asked}: they find you on their page “To confirm”."
    )


def _nearest(user: User, on: date) -> list[str]:
    """The head and the lead first."""
    rows = RoleAssignment.objects.on(on).filter(person__in=knowers_of(user, on))
    first = sorted(
        rows.select_related("person"),
        key=lambda row: (NEAREST.get(row.role, 9), row.person.full_name),
    )
    return list(dict.fromkeys(row.person.full_name for row in first))[:2]
