"""Who confirms a change of line manager: the head; for the head's own line, and the trust's, chief executive or chair."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from people.appointments.fit import CONFIRMS, manages_people
from people.lines.changes import LineChange
from people.models import RoleAssignment, User

ABOVE_A_HEAD = ("CEO", "CHAIR")


def may_confirm(change: LineChange, user: Any, on: date) -> bool:
    return user.pk in {person.pk for person in confirmers_of(change, on)}


def confirmers_of(change: LineChange, on: date) -> list[User]:
    """The first of these groups in which anybody fits."""
    person = change.person
    places = set(person.assignments.not_over(on).values_list("school_id", flat=True))
    roles = set(person.assignments.not_over(on).values_list("role", flat=True))
    here = Q(school_id__in=places - {None})
    above = here | Q(school=None)
    groups: list[tuple[Q, tuple[str, ...]]] = [] if "HEAD" in roles else [(here, ("HEAD",))]
    groups += [(above, ABOVE_A_HEAD), (above, CONFIRMS)]
    for where, kinds in groups:
        if fit := _fit(change, where, kinds, on):
            return fit
    return []


def _fit(change: LineChange, where: Q, roles: tuple[str, ...], on: date) -> list[User]:
    rows = (
        RoleAssignment.objects.on(on)
        .filter(
            where,
            role__in=roles,
            trust_id=change.person.trust_id,
            person__in=User.objects.present(on).exclude(known_at=None),
        )
        .exclude(person__in=[change.person_id, change.proposed_by_id])
        .select_related("person")
        .order_by("person__family_name", "pk")
    )
    people = {row.person_id: row.person for row in rows}
    return [person for person in people.values() if not manages_people(person, on)]


def to_confirm(user: Any, on: date) -> list[LineChange]:
    """Those that wait for this person, the oldest first."""
    held = [row for row in user.roles_on(on) if row.role in CONFIRMS]
    if not held:
        return []
    waiting = LineChange.objects.open().filter(person__trust_id__in={row.trust_id for row in held})
    found = waiting.select_related("person", "before", "after", "proposed_by")
    return [change for change in found if may_confirm(change, user, on)]
