"""Which roles pass from one person to the next, and who is asked about each. Told from roles alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Q

from incidents.hand_over.models import HandOver
from incidents.routing.staffing import OF_TRUSTEES, facts_of
from incidents.routing.table import IF_AWAY
from people.models import RoleAssignment, User
from schools.api import school_days_between

ROLES = ("HEAD", "DSL", "DDSL", "HR", "TSL", "CEO", "CHAIR")
A_DAY = timedelta(days=1)
NEWS = timedelta(days=30)  # what began longer ago was settled without us
LONGEST = timedelta(days=365)  # a place empty for longer has nothing to hand over
BEFORE = timedelta(days=60)  # by so much a next holder may begin before the last one ends
NEXT_AFTER = 3  # school days


class Change(NamedTuple):
    ending: RoleAssignment
    beginning: RoleAssignment


def changes(*, on: date) -> list[Change]:
    """Each role that ends with whoever has it next, where that begins or is confirmed lately. One query."""
    rows = (
        RoleAssignment.objects.filter(role__in=ROLES)
        .filter(Q(end_date=None) | Q(end_date__gte=on - LONGEST - NEWS))
        .select_related("person", "school", "trust")
        .order_by("trust_id", "school_id", "role", "start_date", "pk")
    )
    found: list[Change] = []
    for _, group in groupby(rows, key=lambda row: (row.trust_id, row.school_id, row.role)):
        found += among(list(group), on)
    return found


def among(rows: list[RoleAssignment], on: date) -> Iterator[Change]:
    """Of the holders of one role at one place."""
    new = [row for row in rows if row.start_date >= on - NEWS and is_to_hold(row, on)]
    for ending in rows if new else []:
        last = last_day(ending)
        if last is None or is_renewed(ending, last, rows):
            continue
        after = [row for row in new if follows(row, ending, last)]
        if after:
            yield Change(ending, after[0])


def follows(row: RoleAssignment, ending: RoleAssignment, last: date) -> bool:
    return (
        row.person_id != ending.person_id
        and row.start_date > ending.start_date
        and last - BEFORE <= row.start_date <= last + LONGEST
    )


def is_to_hold(row: RoleAssignment, on: date) -> bool:
    ends = last_day(row)
    return row.suspended_at is None and (ends is None or ends >= on)


def is_renewed(ending: RoleAssignment, last: date, rows: Iterable[RoleAssignment]) -> bool:
    return any(
        row.person_id == ending.person_id
        and ending.start_date < row.start_date <= last + A_DAY
        and ((end := last_day(row)) is None or end > last)
        for row in rows
    )


def last_day(row: RoleAssignment) -> date | None:
    days = [day for day in (row.end_date, row.person.leaving_date) if day]
    return min(days, default=None)


def asked_of(hand_over: HandOver, *, on: date) -> set[Any]:
    """The outgoing holder; where that role has ended, the other holders of these roles there.

    After three school days also the next on the ladder.
    """
    asked = {hand_over.ending.person_id} if still_holds(hand_over, on) else others(hand_over, on)
    if (
        school_days_between(hand_over.school or hand_over.trust, hand_over.asked_on, on)
        >= NEXT_AFTER
    ):
        asked |= next_on_the_ladder(hand_over, on)
    return asked - {hand_over.beginning.person_id}


def still_holds(hand_over: HandOver, on: date) -> bool:
    row, last = hand_over.ending, hand_over.last_day
    is_here = row.person.is_active and not row.person.has_left(on)
    return is_here and row.suspended_at is None and (last is None or last >= on)


def others(hand_over: HandOver, on: date) -> set[Any]:
    rows = RoleAssignment.objects.on(on).filter(role__in=ROLES, trust=hand_over.trust_id)
    there = rows.filter(Q(school=None) | Q(school=hand_over.school_id))
    people = User.objects.present(on).filter(pk__in=there.values("person_id"))
    return set(people.values_list("pk", flat=True))


def next_on_the_ladder(hand_over: HandOver, on: date) -> set[Any]:
    """The first holder of a role that stands in for this one."""
    is_of_trust = hand_over.school_id is None and hand_over.role in OF_TRUSTEES
    place = OF_TRUSTEES[hand_over.role] if is_of_trust else hand_over.role
    two = {hand_over.ending.person_id, hand_over.beginning.person_id}
    school = hand_over.school or hand_over.trust.schools.order_by("pk").first()
    if school is None:
        return set()
    facts = facts_of(school, on=on)
    held = (
        person.id
        for other in IF_AWAY[place]
        for person in facts.of(other)
        if not person.is_suspended
    )
    return {next((pk for pk in held if pk not in two), None)} - {None}
