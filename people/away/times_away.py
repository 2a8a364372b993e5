"""Whose word it is that somebody is away: their own, or somebody else's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from people.away.models import Absence
from people.person.models import User
from people.words import day, span

EARLIEST, LATEST = timedelta(days=60), timedelta(days=730)


def is_own_word(absence: Absence) -> bool:
    return absence.recorded_by_id == absence.person_id


def may_cancel(absence: Absence, by: User) -> bool:
    """What somebody has said of themself they alone take back; else they are passed over while they are away."""
    return bool(by.is_system or by.pk == absence.person_id or not is_own_word(absence))


def said_of(person: User, on: date) -> Any:
    """What others have recorded of this person's time away, on this day or to come. One query."""
    rows = person.absences.standing().filter(end_date__gte=on)
    return rows.exclude(recorded_by=person).select_related("recorded_by")


def wrong_days(first: date, last: date, on: date) -> dict[str, str]:
    """A year that was mistyped is the commonest slip: nothing long past, nothing far away. Each by its field."""
    if last < first:
        return {"end_date": "Last day away must be the same as or after the first day"}
    wrong = {}
    if first < on - EARLIEST:
        wrong["start_date"] = f"First day away must be {day(on - EARLIEST)} or later"
    if last > on + LATEST:
        wrong["end_date"] = f"Last day away must be {day(on + LATEST)} or earlier"
    return wrong


def said_already(person: User, first: date, last: date, *, by: User) -> str:
    """Why these days cannot be recorded once more, and who recorded them; empty where they can.

    One's own word takes the place of what somebody else said, so only one's own stands in its way.
    """
    rows = person.absences.between(first, last).select_related("recorded_by")
    is_own = by.pk == person.pk
    row = (rows.filter(recorded_by=person) if is_own else rows).first()
    if row is None:
        return ""
    when = span(row.start_date, row.end_date)
    if is_own:
        return f"You have already told us you are away {when}"
    who = "as they said themself" if is_own_word(row) else f"as {row.recorded_by} recorded"
    return f"{person.full_name} is already recorded as away {when}, {who}"


def replaced_by(person: User, first: date, last: date, *, by: User) -> list[Absence]:
    """What others have recorded for these days, and this person's own word takes the place of."""
    if by.pk != person.pk:
        return []
    rows = person.absences.between(first, last).exclude(recorded_by=person)
    return list(rows.select_related("recorded_by"))
