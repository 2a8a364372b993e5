"""How long an appointment waits: to be confirmed, to be stopped, to be objected to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_current_timezone, localdate

from schools.calendar import calendars_of, is_working_day
from schools.models import School

HOURS = timedelta(hours=48)
TO_CONFIRM = timedelta(days=14)
# School days in which the holder can object before a role of theirs ends.
TO_OBJECT = 2
FURTHEST = 120  # days: the summer holidays and a good deal more


def holder_has_until(appointment: Any, at: datetime) -> datetime:
    """The end of the second whole school day after this moment."""
    return _after_school_days(appointment, at, TO_OBJECT)


def stands_open_until(appointment: Any, at: datetime) -> datetime:
    """48 hours, and later still: at least one whole school day must have passed."""
    return max(at + HOURS, _after_school_days(appointment, at, 1))


def _after_school_days(appointment: Any, at: datetime, number: int) -> datetime:
    days = _school_days(appointment, localdate(at) + timedelta(days=1))
    last = [next(days) for _ in range(number)][-1]
    return datetime.combine(last + timedelta(days=1), time(), get_current_timezone())


def _school_days(appointment: Any, first: date) -> Iterator[date]:
    """Of the school, or any school of the trust; working days where no school day is known for months."""
    calendars = calendars_of(_schools(appointment)).values()
    days = [first + timedelta(days=number) for number in range(FURTHEST)]
    at_school = [day for day in days if any(c.is_school_day(day) for c in calendars)]
    yield from at_school
    yield from (day for day in days if is_working_day(day) and day not in at_school)


def _schools(appointment: Any) -> list[Any]:
    if appointment.school_id:
        return [appointment.school_id]
    return list(School.objects.filter(trust_id=appointment.trust_id).values_list("pk", flat=True))
