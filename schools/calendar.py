"""School days, working days and school hours (0.5.3): the days that chasers and clocks count.

A school day is a working day inside a term and outside its half terms, holidays, training days and
closures. For a school year in which a school has told us no terms, working days stand in for them,
so that nothing waits for ever. A trust as a whole has working days alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.utils import timezone

from schools.bank_holidays import USUAL, is_bank_holiday
from schools.models import School, SchoolDate, Trust

OPENS, CLOSES = time(8, 30), time(16, 0)
DAY = timedelta(days=1)


def is_working_day(day: date, country: str = USUAL) -> bool:
    return day.weekday() < 5 and not is_bank_holiday(day, country)


def add_working_days(day: date, number: int, country: str = USUAL) -> date:
    """The working day that is `number` working days after this day (before it, where negative)."""
    return Calendar(country=country).add_working(day, number)


def academic_year(day: date) -> int:
    """The year in which the school year of this day began: 1 September to 31 August."""
    return day.year if day.month >= 9 else day.year - 1


class Calendar:
    """The school days of one school, from its dates and the bank holidays of its country."""

    def __init__(self, dates: Iterable[tuple[str, date, date]] = (), country: str = USUAL) -> None:
        rows, self.country = list(dates), country
        self.terms = [(start, end) for kind, start, end in rows if kind == SchoolDate.Kind.TERM]
        self.breaks = [(start, end) for kind, start, end in rows if kind != SchoolDate.Kind.TERM]
        self.known_years = {academic_year(day) for term in self.terms for day in term}

    def is_working_day(self, day: date) -> bool:
        return is_working_day(day, self.country)

    def add_working(self, day: date, number: int) -> date:
        return _step(day, number, self.is_working_day)

    def is_school_day(self, day: date) -> bool:
        if not self.is_working_day(day) or _within(day, self.breaks):
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

    def add_working_hours(self, at: datetime, hours: float) -> datetime:
        """As `add_hours`, on working days all year."""
        return _add_hours(at, hours, self.is_working_day)


def calendar_of(place: School | Trust | None) -> Calendar:
    """The calendar of this school, remembered on the object; working days for a trust as a whole."""
    if not isinstance(place, School):
        return Calendar(country=place.country if place else USUAL)
    kept = place.__dict__.get("_calendar")
    if kept is None:
        dates = SchoolDate.objects.filter(school=place)
        kept = place.__dict__["_calendar"] = Calendar(
            dates.values_list("kind", "start_date", "end_date"), place.country
        )
    return kept


def calendars_of(school_ids: Iterable[Any]) -> dict[Any, Calendar]:
    """The calendars of many schools in one query."""
    ids = set(school_ids)
    rows: dict[Any, list[tuple[str, date, date]]] = {school_id: [] for school_id in ids}
    countries: dict[Any, str] = {}
    found = School.objects.filter(pk__in=ids).values_list(
        "pk", "country", "dates__kind", "dates__start_date", "dates__end_date"
    )
    for school_id, country, *row in found:
        countries[school_id] = country
        if row[0]:
            rows[school_id].append(tuple(row))  # type: ignore[arg-type]  # three columns
    return {pk: Calendar(dates, countries.get(pk, USUAL)) for pk, dates in rows.items()}


def is_school_day(school: School | Trust | None, day: date) -> bool:
    return calendar_of(school).is_school_day(day)


def add_school_days(school: School | Trust | None, day: date, number: int) -> date:
    """The school day that is `number` school days after this day (before it, where negative)."""
    return calendar_of(school).add(day, number)


def school_days_between(school: School | Trust | None, first: date, last: date) -> int:
    """School days after the first day, up to and with the last."""
    return calendar_of(school).between(first, last)


def is_school_time(school: School | Trust | None, at: datetime) -> bool:
    """Whether the office is open: 8:30am to 4pm on a school day."""
    local = timezone.localtime(at)
    return OPENS <= local.time() < CLOSES and is_school_day(school, local.date())


def add_school_hours(school: School | Trust | None, at: datetime, hours: float) -> datetime:
    """When this many hours of open office have passed since then."""
    return calendar_of(school).add_hours(at, hours)


def add_working_hours(at: datetime, hours: float, country: str = USUAL) -> datetime:
    """As `add_school_hours`, on working days all year."""
    return Calendar(country=country).add_working_hours(at, hours)


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
