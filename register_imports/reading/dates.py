"""Dates as school offices type them: the day first, the year often with two digits (requirements 0.5)."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from govuk.fields import MONTHS

# Before this no school can have had such an account; a spreadsheet's nought is a day in 1899.
EARLIEST = date(1995, 1, 1)
NOTHING = frozenset(
    {
        *("-", "–", "—", "?", "n/a", "na", "none", "no", "tbc", "unknown", "not known"),
        *("not recorded", "date unknown", "open", "still open", "ongoing", "current", "live"),
    }
)
TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){TIME}")
DAY_FIRST = re.compile(rf"(\d{{1,2}})\s*[-/. ]\s*(\d{{1,2}})\s*[-/. ]\s*(\d{{4}}|\d{{2}}){TIME}")
IN_WORDS = re.compile(
    r"(?:[a-z]+day,? )?(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ -]+([a-z]+)\.?,?[ -]+(?:(\d{4})|'?(\d{2}))"
)


class Read(NamedTuple):
    """The day that was meant, or what is wrong with it."""

    day: date | None = None
    problem: str = ""


def read_date(text: str, *, on: date) -> Read:
    """A date of a sheet; an empty cell, or one that says "unknown", is no date and no problem."""
    plain = " ".join(text.replace("\u2019", "'").casefold().split())
    if not plain or plain in NOTHING:
        return Read()
    day = _real(plain)
    if day is None:
        return Read(problem="is not a real date")
    if day > on:
        return Read(problem="is in the future")
    if day < EARLIEST:
        return Read(problem=f"is before {EARLIEST.year}")
    return Read(day)


def _real(plain: str) -> date | None:
    parts = _parts(plain)
    if parts is None:
        return None
    year, month, day = parts
    try:
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None


def _parts(plain: str) -> tuple[int, int, int] | None:
    if not plain.isascii():
        return None
    if found := YEAR_FIRST.fullmatch(plain):
        return int(found[1]), int(found[2]), int(found[3])
    if found := DAY_FIRST.fullmatch(plain):
        return int(found[3]), int(found[2]), int(found[1])
    if found := IN_WORDS.fullmatch(plain):
        month = MONTHS.get(found[2])
        return (int(found[3] or found[4]), month, int(found[1])) if month else None
    return None
