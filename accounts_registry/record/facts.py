"""The facts of a channel that its history keeps: its columns as JSON, what changed, and how it stood on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models

from accounts_registry.models import Channel

# The key never changes, a reference is never reused, and the skeleton follows from the name.
LEFT_OUT = frozenset({"id", "reference", "skeleton"})
# What says itself of which day it speaks: the latest word counts for every day (docs/adr/0005). `confirmed_id`
# is among them and `confirmed_identity` is not: an id is the same on every day, a name is right on some (docs/adr/0015).
DATED = ("date_opened", "date_closed")
TIMELESS = (
    *DATED,
    "registered_on",
    "approval_reference",
    "approved_on",
    "legacy_import",
    "retrospective",
    "permanent_id",
    "confirmed_id",
)


class State(NamedTuple):
    """A row of the history, as far as the day from which it counts and what it says are concerned."""

    on: date
    changed: Sequence[str]
    facts: Mapping[str, Any]


@cache
def names() -> tuple[str, ...]:
    """The columns that the history keeps, as attributes ("school_id")."""
    return tuple(
        field.attname for field in Channel._meta.concrete_fields if field.name not in LEFT_OUT
    )


def facts(channel: Channel) -> dict[str, Any]:
    """Everything the register says of this channel now, in JSON's own kinds of value."""
    return {name: plain(getattr(channel, name)) for name in names()}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of the facts that differ; a fact that was not known then counts as empty."""
    return [name for name in after if _differs(before, name, after[name])]


def _differs(before: Mapping[str, Any], name: str, now: Any) -> bool:
    # A column that is newer than the state before says nothing new while it is empty.
    return before[name] != now if name in before else now not in (None, "", [], False)


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def column_of(name: str) -> models.Field[Any, Any]:
    """The column of a channel that keeps this fact."""
    field = Channel._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def restored(name: str, value: Any) -> Any:
    """The value as the column has it again; what was not kept then is the column's own default."""
    field = column_of(name)
    return field.get_default() if value is None and not field.null else field.to_python(value)


def as_stood(states: Iterable[State], day: date) -> dict[str, Any] | None:
    """The facts at the end of that day from all states in the order they were written; None before the first.

    Each later state adds only what it changed: so a correction that counts back to 2019 does not
    take the rest of today back there with it.
    """
    first, *later = states
    latest = later[-1].facts if later else first.facts
    if _known_since(first, latest) > day:
        return None
    stood = dict(first.facts)
    for state in later:
        stood.update({name: state.facts.get(name) for name in _counting(state, day)})
    return stood | {name: latest.get(name) for name in TIMELESS}


def _known_since(first: State, latest: Mapping[str, Any]) -> date:
    """The first day of its history: the day it was opened where that is said to be an earlier one."""
    opened = latest.get("date_opened")
    return min(first.on, date.fromisoformat(opened)) if opened else first.on


def _counting(state: State, day: date) -> Sequence[str]:
    """What of a state counts by that day: all from its day on, open or closed already from the date it says itself."""
    if state.on <= day:
        return state.changed
    said = [state.facts.get(name) for name in DATED if name in state.changed]
    counts = "status" in state.changed and any(
        one and date.fromisoformat(one) <= day for one in said
    )
    return ["status"] if counts else []
