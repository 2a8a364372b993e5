"""Bank holidays by country, reckoned by rule from the package `holidays` (ADR 0014): nothing is fetched."""

from __future__ import annotations

from datetime import date
from functools import cache

from django.db import models

# The last day of the government's own list when the package was last held against it. Later days
# follow the same rules; those that will be proclaimed once are not known to this release.
LISTED_UNTIL = date(2028, 12, 31)


class Country(models.TextChoices):
    """Whose bank holidays a school keeps."""

    ENGLAND_AND_WALES = "england-and-wales", "England and Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"


USUAL = Country.ENGLAND_AND_WALES
PARTS = {Country.ENGLAND_AND_WALES: "ENG", Country.SCOTLAND: "SCT", Country.NORTHERN_IRELAND: "NIR"}


def is_bank_holiday(day: date, country: str = USUAL) -> bool:
    """Also a day that only stands in for one at a weekend. False for a day that is not known."""
    return is_known(day) and day in _of_year(day.year, country)


def is_known(day: date) -> bool:
    """Whether the package reckons the year of this day; where not, a weekday counts as a working day."""
    first, last = _years()
    return first <= day.year <= last


def is_listed(day: date) -> bool:
    """Whether the government's own list reached this day: days proclaimed once are among ours until then."""
    return day <= LISTED_UNTIL and is_known(day)


def last_known() -> date:
    return date(_years()[1], 12, 31)


@cache
def _years() -> tuple[int, int]:
    from holidays.countries import UnitedKingdom

    return UnitedKingdom.start_year, UnitedKingdom.end_year


@cache
def _of_year(year: int, country: str) -> frozenset[date]:
    from holidays.countries import UnitedKingdom  # takes a moment, and not every process asks

    part = PARTS.get(Country(country)) if country in Country else None
    return frozenset(UnitedKingdom(subdiv=part or PARTS[USUAL], years=year))
