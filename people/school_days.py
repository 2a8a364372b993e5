"""Counting school days from somebody's own schools."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

from people.models import User
from schools.calendar import calendars_of, is_working_day
from schools.models import School

FURTHEST = 120  # days: the summer holidays and a good deal more


def school_days_after(person: User, on: date, number: int) -> date:
    """The so-manieth school day after this one at any of their schools; working days where none is known."""
    held = person.assignments.not_over(on).exclude(school=None).values_list("school_id", flat=True)
    schools = list(held) or list(
        School.objects.filter(trust_id=person.trust_id).values_list("pk", flat=True)
    )
    calendars = calendars_of(schools).values()
    days = [on + timedelta(days=after) for after in range(1, FURTHEST)]
    at_school = [day for day in days if any(c.is_school_day(day) for c in calendars)]
    found = at_school if len(at_school) >= number else [day for day in days if is_working_day(day)]
    return list(islice(found, number))[-1]
