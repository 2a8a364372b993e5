"""How long the set-up code appoints: school by school until its head and lead are there, and 14 days at most."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min
from django.utils.timezone import localdate

from people.appointments.fit import CONFIRMS
from people.person.models import User
from people.roles.models import RoleAssignment
from schools.models import School, Trust

FOURTEEN_DAYS = timedelta(days=14)
AT_SCHOOL = ("HEAD", "DSL", "DDSL", "CHAIR", "VICE_CHAIR")
AT_TRUST = ("CEO", "TSL", "CHAIR", "VICE_CHAIR")
# So many can confirm for each other when one of them changes.
ENOUGH = 3


def is_still_first(trust: Trust, school: School, *, at: datetime) -> bool:
    """Whether the set-up code still appoints there."""
    began = RoleAssignment.objects.filter(trust=trust, role="TADMIN").aggregate(at=Min("given_at"))
    if began["at"] is None or at - began["at"] >= FOURTEEN_DAYS:
        return False
    there = {role for role, _ in signed_in_there(trust, school, localdate(at))}
    return not ({"HEAD", "DSL"} <= there if school else there)


def signed_in_there(trust: Trust, school: School, on: date) -> set[tuple[str, Any]]:
    """The roles there whose holders have signed in, with who."""
    roles = AT_SCHOOL if school else AT_TRUST
    rows = RoleAssignment.objects.on(on).filter(role__in=roles).at(school=school, trust=trust)
    found = rows.exclude(person__last_login=None).values_list("role", "person_id")
    return set(found)


def held_there(trust: Trust, school: School | None, on: date) -> dict[str, User]:
    """Who holds which of the first roles there already, the head first, then the lead and the deputy."""
    roles = AT_SCHOOL if school else AT_TRUST
    rows = RoleAssignment.objects.on(on).filter(role__in=roles, person__in=User.objects.present(on))
    found = {
        row.role: row.person for row in rows.at(school=school, trust=trust).select_related("person")
    }
    return {role: found[role] for role in roles if role in found}


def confirmers_by_school(trust_id: UUID, on: date) -> dict[UUID | None, set[UUID]]:
    """Who could confirm, by school; those of the whole trust under None: one question."""
    rows = RoleAssignment.objects.on(on).filter(
        role__in=CONFIRMS, trust_id=trust_id, person__in=User.objects.present(on)
    )
    found: dict[UUID | None, set[UUID]] = {}
    for school, person in rows.values_list("school_id", "person_id"):
        found.setdefault(school, set()).add(person)
    return found
