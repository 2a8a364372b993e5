"""By when somebody must have marked a concern as seen (requirements 5.5). E-mails name only what this says."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from schools import calendar

HOUR = timedelta(hours=1)


def deadline(clock: str, school: Any, at: datetime) -> datetime:
    """When an unseen concern moves on to the next person."""
    return CLOCKS[clock](school, at).replace(second=0, microsecond=0)


def within_hours(school: Any, at: datetime) -> datetime:
    """Two school hours, and never longer than four hours by the clock."""
    return min(calendar.add_school_hours(school, at, 2), at + 4 * HOUR)


def next_school_day(school: Any, at: datetime) -> datetime:
    """The same time a school day later; in the holidays a working day later."""
    local = timezone.localtime(at)
    step = calendar.add_working_days if is_holiday(school, local) else _school_days(school)
    return datetime.combine(
        step(local.date(), 1), local.time(), tzinfo=timezone.get_default_timezone()
    )


def is_holiday(school: Any, local: datetime) -> bool:
    return calendar.is_working_day(local.date()) and not calendar.is_school_day(
        school, local.date()
    )


def _school_days(school: Any) -> Any:
    return lambda day, number: calendar.add_school_days(school, day, number)


def two_school_days(school: Any, at: datetime) -> datetime:
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
    "four-hours": lambda school, at: calendar.add_working_hours(at, 4),
    "school-day": next_school_day,
    "two-days": two_school_days,
}
# What a clock promises, as the page after sending says it.
SAYS: dict[str, str] = {
    "danger": "within 15 minutes",
    "hour": "within 1 hour",
    "two-hours": "within 2 school hours, or 4 hours when the school is closed",
    "four-hours": "within 4 working hours",
    "school-day": "within 1 school day",
    "two-days": "within 2 school days",
}
