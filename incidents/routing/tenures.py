"""Since when somebody holds a role, and on whose word: a renewal without a gap continues the old role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from incidents.routing.staffing import HEARING, slot
from people.models import RoleAssignment
from schools.models import School

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Tenure:
    """One person in one place of the routing table: appointed when, by whom, and the row that runs today."""

    pk: UUID
    person_id: UUID
    place: str
    since: datetime
    by: frozenset[UUID]


def tenures(school: School, *, on: date) -> list[Tenure]:
    """Everybody who holds a role there or at its trust on that day. One query."""
    rows = RoleAssignment.objects.filter(
        Q(school=school) | Q(school=None), trust_id=school.trust_id, role__in=HEARING
    ).order_by("start_date", "pk")
    runs: dict[tuple[Any, str], tuple[RoleAssignment, Tenure]] = {}
    current = []
    for row in rows:
        if not (place := slot(row, school)):
            continue
        key = (row.person_id, place)
        tenure = continued(row, place, runs.get(key))
        runs[key] = (row, tenure)
        if runs_on(row, on):
            current.append(tenure)
    return current


def continued(
    row: RoleAssignment, place: str, before: tuple[RoleAssignment, Tenure] | None
) -> Tenure:
    """What this row begins; where one ended on the day before and it was not given later, what it goes on with."""
    by = givers_of(row)
    own = Tenure(row.pk, row.person_id, place, appointed(row), by)
    if before is None:
        return own
    last, tenure = before
    began = max(row.start_date, timezone.localdate(own.since))
    if last.end_date is None or began > last.end_date + A_DAY:
        return own
    return replace(own, since=min(tenure.since, own.since), by=tenure.by | by)


def givers_of(row: RoleAssignment) -> frozenset[UUID]:
    """On whose word it was given: who proposed it and who confirmed it."""
    return frozenset(pk for pk in (row.given_by_id, row.confirmed_by_id) if pk)


def appointed(row: RoleAssignment) -> datetime:
    """When it was confirmed; where nobody noted that, the beginning of its first day."""
    midnight = datetime.combine(row.start_date, time(), tzinfo=timezone.get_default_timezone())
    return row.given_at or midnight


def runs_on(row: RoleAssignment, on: date) -> bool:
    ends = row.end_date
    return row.suspended_at is None and row.start_date <= on and (ends is None or ends >= on)


def longest(found: Iterable[Tenure], places: Iterable[str]) -> list[Tenure]:
    """Those in one of these places, the longest appointed first; of the same moment in the order of the places."""
    order = {place: number for number, place in enumerate(dict.fromkeys(places))}
    chosen = [tenure for tenure in found if tenure.place in order]
    return sorted(chosen, key=lambda tenure: (tenure.since, order[tenure.place]))
