"""Counting school days of somebody's, or some, schools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from people.person.models import User
from schools.api import calendars_of, is_working_day
from schools.models import School
from workflow.promised import promised

FURTHEST = 120  # days: the summer holidays and a good deal more


def school_days(schools: Iterable[Any], first: date) -> Iterator[date]:
    """The days from this one on at any of these schools; working days where no school day is known for months."""
    calendars = calendars_of(schools).values()
    days = [first + timedelta(days=number) for number in range(FURTHEST)]
    at_school = [day for day in days if any(c.is_school_day(day) for c in calendars)]
    yield from at_school
    yield from (day for day in days if is_working_day(day) and day not in at_school)


def school_days_after(person: User, on: date, number: int) -> date:
    """The so-manieth school day after this one, of the schools where this person works."""
    held = person.assignments.not_over(on).exclude(school=None).values_list("school_id", flat=True)
    days = school_days(
        list(held) or schools_of_trust(promised(person.trust_id)), on + timedelta(days=1)
    )
    return list(islice(days, number))[-1]


def schools_of_trust(trust_id: UUID) -> list[UUID]:
    return list(School.objects.filter(trust_id=trust_id).values_list("pk", flat=True))
