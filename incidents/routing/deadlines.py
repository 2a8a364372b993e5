"""By when somebody must have marked a concern as seen (requirements 5.5). E-mails name only what this says."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from schools.api import calendar
from schools.models import School

HOUR = timedelta(hours=1)


def deadline(clock: str, school: School, at: datetime) -> datetime:
    """When an unseen concern moves on to the next person."""
    return CLOCKS[clock](school, at).replace(second=0, microsecond=0)


def again(clock: str, school: School, at: datetime) -> datetime:
    """When all are asked again who were asked once: after the concern's own time, and not sooner than four hours."""
    return max(deadline(clock, school, at), (at + 4 * HOUR).replace(second=0, microsecond=0))


def within_hours(school: School, at: datetime) -> datetime:
    """Two school hours, and never longer than four hours by the clock."""
    return min(calendar.add_school_hours(school, at, 2), at + 4 * HOUR)


def same_day(school: School, at: datetime) -> datetime:
    """When the office closes that day; late in the day two hours of open office, at most until the next day."""
    local = timezone.localtime(at)
    closes = datetime.combine(local.date(), calendar.CLOSES, tzinfo=local.tzinfo)
    soonest = min(calendar.add_school_hours(school, at, 2), next_school_day(school, at))
    return max(closes, soonest) if calendar.is_school_day(school, local.date()) else soonest


def next_school_day(school: School, at: datetime) -> datetime:
    """The same time on the next working day, which is the next school day unless the holidays begin."""
    local = timezone.localtime(at)
    return datetime.combine(
        calendar.calendar_of(school).add_working(local.date(), 1),
        local.time(),
        tzinfo=timezone.get_default_timezone(),
    )


def two_school_days(school: School, at: datetime) -> datetime:
    local = timezone.localtime(at)
    return datetime.combine(
        calendar.add_school_days(school, local.date(), 2),
        local.time(),
        tzinfo=timezone.get_default_timezone(),
    )


CLOCKS = {
    "danger": lambda school, at: at + HOUR / 4,
    "hour": lambda school, at: at + HOUR,
    "two-hours": within_hours,
    "four-hours": lambda school, at: calendar.calendar_of(school).add_working_hours(at, 4),
    "same-day": same_day,
    "school-day": next_school_day,
    "two-days": two_school_days,
}
# What a clock promises, as the page after sending says it.
SAYS: dict[str, str] = {
    "danger": "within 15 minutes",
    "hour": "within 1 hour",
    "two-hours": "within 2 school hours, or 4 hours when the school is closed",
    "four-hours": "within 4 working hours",
    "same-day": "the same school day, or within 2 school hours when it is late",
    "school-day": "within 1 school day, or 1 working day in the holidays",
    "two-days": "within 2 school days",
}
