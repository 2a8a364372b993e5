"""School days, working days and school hours (0.5.3): the days that chasers and clocks count.

A school day is a working day inside a term and outside its half terms, holidays, training days and
closures. For a school year in which a school has told us no terms, working days stand in for them,
so that nothing waits for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from django.utils import timezone
from govuk_bank_holidays.bank_holidays import BankHolidays

from schools.models import School, SchoolDate

OPENS, CLOSES = time(8, 30), time(16, 0)
DAY = timedelta(days=1)


@cache
def bank_holidays() -> frozenset[date]:
    """Bank holidays in England, from the list inside the package: nothing is fetched."""
    known = BankHolidays(use_cached_holidays=True)
    return frozenset(
        row["date"] for row in known.get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    )


def is_bank_holiday(day: date) -> bool:
    return day in bank_holidays()


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and not is_bank_holiday(day)


def add_working_days(day: date, number: int) -> date:
    """The working day that is `number` working days after this day (before it, where negative)."""
    return _step(day, number, is_working_day)


def academic_year(day: date) -> int:
    """The year in which the school year of this day began: 1 September to 31 August."""
    return day.year if day.month >= 9 else day.year - 1


class Calendar:
    """The school days of one school, from its dates."""

    def __init__(self, dates: Iterable[tuple[str, date, date]] = ()) -> None:
        rows = list(dates)
        self.terms = [(start, end) for kind, start, end in rows if kind == SchoolDate.Kind.TERM]
        self.breaks = [(start, end) for kind, start, end in rows if kind != SchoolDate.Kind.TERM]
        self.known_years = {academic_year(day) for term in self.terms for day in term}

    def is_school_day(self, day: date) -> bool:
        if not is_working_day(day) or _within(day, self.breaks):
            return False
        return academic_year(day) not in self.known_years or _within(day, self.terms)

    def add(self, day: date, number: int) -> date:
        return _step(day, number, self.is_school_day)

    def between(self, first: date, last: date) -> int:
        """School days after the first day, up to and with the last. Negative when the last is earlier."""
        if last < first:
            return -self.between(last, first)
        return sum(self.is_school_day(first + DAY * n) for n in range(1, (last - first).days + 1))

    def add_hours(self, at: datetime, hours: float) -> datetime:
        return _add_hours(at, hours, self.is_school_day)


def calendar_of(school: School | None) -> Calendar:
    """The calendar of this school, remembered on the object; working days for a trust as a whole."""
    if school is None:
        return Calendar()
    kept = school.__dict__.get("_calendar")
    if kept is None:
        kept = school.__dict__["_calendar"] = Calendar(
            SchoolDate.objects.filter(school=school).values_list("kind", "start_date", "end_date")
        )
    return kept


def calendars_of(school_ids: Iterable[Any]) -> dict[Any, Calendar]:
    """The calendars of many schools in one query."""
    ids = set(school_ids)
    rows: dict[Any, list[tuple[str, date, date]]] = {school_id: [] for school_id in ids}
    found = SchoolDate.objects.filter(school_id__in=ids)
    for school_id, *row in found.values_list("school_id", "kind", "start_date", "end_date"):
        rows[school_id].append(tuple(row))  # type: ignore[arg-type]
    return {school_id: Calendar(dates) for school_id, dates in rows.items()}


def is_school_day(school: School | None, day: date) -> bool:
    return calendar_of(school).is_school_day(day)


def add_school_days(school: School | None, day: date, number: int) -> date:
    """The school day that is `number` school days after this day (before it, where negative)."""
    return calendar_of(school).add(day, number)


def school_days_between(school: School | None, first: date, last: date) -> int:
    """School days after the first day, up to and with the last."""
    return calendar_of(school).between(first, last)


def is_school_time(school: School | None, at: datetime) -> bool:
    """Whether the office is open: 8:30am to 4pm on a school day."""
    local = timezone.localtime(at)
    return OPENS <= local.time() < CLOSES and is_school_day(school, local.date())


def add_school_hours(school: School | None, at: datetime, hours: float) -> datetime:
    """When this many hours of open office have passed since then."""
    return calendar_of(school).add_hours(at, hours)


def add_working_hours(at: datetime, hours: float) -> datetime:
    """As `add_school_hours`, on working days all year."""
    return _add_hours(at, hours, is_working_day)


def overlaps(rows: Iterable[tuple[date, date]]) -> bool:
    """Whether any two of these stretches share a day."""
    return any(earlier[1] >= later[0] for earlier, later in pairwise(sorted(rows)))


def _within(day: date, stretches: Iterable[tuple[date, date]]) -> bool:
    return any(start <= day <= end for start, end in stretches)


def _step(day: date, number: int, counts: Any) -> date:
    step = DAY if number >= 0 else -DAY
    left = abs(number)
    while left:
        day += step
        left -= counts(day)
    return day


def _add_hours(at: datetime, hours: float, counts: Any) -> datetime:
    """Walks from day to day in local time, so that a change of the clocks costs nobody an hour."""
    zone = timezone.get_default_timezone()
    local = at.astimezone(zone)
    left = timedelta(hours=hours)
    day, now = local.date(), local.replace(tzinfo=None)
    while True:
        if counts(day):
            start = max(now, datetime.combine(day, OPENS))
            end = datetime.combine(day, CLOSES)
            if start < end:
                if start + left <= end:
                    return (start + left).replace(tzinfo=zone)
                left -= end - start
        day += DAY
