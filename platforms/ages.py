"""How old one must be on a platform, and how well that is known: dated data with a source, never a constant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from platforms.models import Platform
from schools.models import Trust

A_YEAR = 365


@dataclass(frozen=True)
class AgeRow:
    """A platform on the settings page, in words."""

    platform: Platform
    age: str
    age_checked: str
    links_checked: str
    is_old: bool


def rows(platforms: Iterable[Platform], on: date) -> list[AgeRow]:
    return [
        AgeRow(
            one,
            age_in_words(one),
            checked(one.age_checked_on, on),
            checked(one.links_checked_on, on) if one.report_url else "No links yet",
            is_old(one.age_checked_on, on) and one.current and one.minimum_age > 0,
        )
        for one in platforms
    ]


def age_in_words(platform: Platform) -> str:
    return f"{platform.minimum_age} and over" if platform.minimum_age else "Any age"


def is_old(day: date | None, on: date) -> bool:
    """Never checked, or more than 12 months ago."""
    return day is None or (on - day).days > A_YEAR


def checked(day: date | None, on: date) -> str:
    """When somebody last looked, as a sentence of its own."""
    if day is None:
        return "Nobody has checked this yet"
    if is_old(day, on):
        return f"Last checked {day:%-d %B %Y}, more than 12 months ago. Check it again"
    return f"Last checked {day:%-d %B %Y}"


def are_shared() -> bool:
    """Whether more than one trust uses these platforms: a change then counts for all of them."""
    return Trust.objects.count() > 1
