"""How long a confirmed change waits, so that its person can stop it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localdate

from people.person.models import User
from people.way_in.models import Status, WayInChange
from schools.api import calendars_of, is_working_day
from workflow.promised import promised

HOURS = timedelta(hours=48)
TO_CONFIRM = timedelta(days=7)
LINK_LASTS = timedelta(days=3)
FURTHEST = 70  # days: the summer holidays and a little more


def takes_effect(person: User, confirmed_at: datetime) -> datetime:
    """48 hours later, or later still: at least one whole school day must have passed."""
    whole = _next_school_day(person, localdate(confirmed_at) + timedelta(days=1))
    midnight = datetime.combine(whole + timedelta(days=1), time(), get_current_timezone())
    return max(confirmed_at + HOURS, midnight)


def may_hand_over(change: WayInChange, at: datetime) -> bool:
    """Whether there is a link to hand over: where no e-mail is sent, once, within 3 days."""
    is_done = change.status == Status.DONE and change.sends_link and change.link_given_at is None
    return is_done and at - promised(change.ended_at) < LINK_LASTS


def _next_school_day(person: User, first: date) -> date:
    """At any of their schools; a working day where no school day is known for months."""
    schools = person.assignments.behind_the_way_in(first).exclude(school=None)
    calendars = calendars_of(schools.values_list("school_id", flat=True))
    days = [first + timedelta(days=number) for number in range(FURTHEST)]
    at_school = (day for day in days if any(c.is_school_day(day) for c in calendars.values()))
    return next(at_school, next(day for day in days if is_working_day(day)))
