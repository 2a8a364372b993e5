"""School years around a day, so that the story is true whenever it is told."""

from __future__ import annotations

from datetime import date, timedelta

Stretch = tuple[str, date, date]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def school_years(on: date) -> list[Stretch]:
    """Terms and half terms of last, this and next school year, in the usual English pattern."""
    this = on.year if on.month >= 9 else on.year - 1
    return [stretch for year in (this - 1, this, this + 1) for stretch in school_year(year)]


def school_year(year: int) -> list[Stretch]:
    """Six half terms of the school year that begins in September of `year`."""
    autumn_break = monday_of(date(year, 10, 28))
    spring_break = monday_of(date(year + 1, 2, 17))
    summer_break = monday_of(date(year + 1, 5, 28))
    spring_start = first_weekday(date(year + 1, 1, 4))
    summer_start = monday_of(date(year + 1, 4, 16))
    day = timedelta(days=1)
    terms = [
        (first_weekday(date(year, 9, 2)), autumn_break - 3 * day),
        (autumn_break + 7 * day, friday_before(date(year, 12, 21))),
        (spring_start, spring_break - 3 * day),
        (spring_break + 7 * day, summer_start - 17 * day),
        (summer_start, summer_break - 3 * day),
        (summer_break + 7 * day, friday_before(date(year + 1, 7, 23))),
    ]
    breaks = [
        ("half_term", start, start + 4 * day)
        for start in (autumn_break, spring_break, summer_break)
    ]
    return [("term", start, end) for start, end in terms] + breaks


def first_weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) % 7) if day.weekday() >= 5 else day


def friday_before(day: date) -> date:
    return day - timedelta(days=(day.weekday() - 4) % 7)
