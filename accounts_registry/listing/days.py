"""Days as people type them into a filter: day first, with any stroke between, or the month as a word."""

from __future__ import annotations

import re
from datetime import date

from govuk.fields import MONTHS, whole

SHAPE = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]+(\w+)[\s./,-]+(\d+)", re.IGNORECASE)
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


class NotADay(Exception):
    """What was typed is no day; the message goes on from the name of the field."""


def day(typed: str) -> date | None:
    """16/5/2018, 16.05.2018, 16 May 2018; nothing for nothing. Raises NotADay."""
    text = typed.strip()
    if not text:
        return None
    if found := ISO.fullmatch(text):
        year, month, number = found.groups()
    elif found := SHAPE.fullmatch(text):
        number, month, year = found.groups()
    else:
        raise NotADay("must be a date, like 16 5 2018")
    if len(year) != 4:
        raise NotADay("must include a year of 4 numbers")
    try:
        return date(whole(year), MONTHS.get(month.lower()) or whole(month), whole(number))
    except ValueError:
        raise NotADay("must be a real date") from None
