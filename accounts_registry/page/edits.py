"""Two people at one form: what each changed, put together; where they differ, both are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from accounts_registry.models import Channel
from accounts_registry.record.facts import column_of, plain
from accounts_registry.record.labels import called, said
from people.api import names
from people.models import User

AGAIN = "while you were editing. Check the new value below and save again"


class Overtaken(ValidationError):
    """Somebody else has changed the same thing. `state` is what the next press counts from."""

    def __init__(self, sentences: Mapping[str, str], values: Mapping[str, str], state: int) -> None:
        super().__init__(dict(sentences))
        self.values = values
        self.state = state


def latest(channel: Channel) -> int:
    """The state that a form is drawn from; nought where none has been written down yet."""
    return channel.states.order_by("-id").values_list("id", flat=True).first() or 0


def merge(
    channel: Channel, typed: Mapping[str, Any], *, drawn_from: int | None, by: User
) -> dict[str, Any]:
    """The answers of this form laid over what others have changed since it was drawn.

    A fact that only somebody else changed stays as they left it. One that both changed, to different
    values, raises Overtaken. Must run under the lock of the channel.
    """
    if not drawn_from or not (theirs := _changed_by_others(channel, drawn_from, by)):
        return dict(typed)
    before = _facts_at(channel, drawn_from)
    kept, clashes = dict(typed), {}
    for name in typed:
        column = column_of(name).attname
        now, mine = plain(getattr(channel, column)), _as_fact(typed[name])
        if column not in theirs or mine == now or now == before.get(column):
            continue
        if mine == before.get(column):
            kept[name] = getattr(channel, name)
        else:
            clashes[name] = theirs[column]
    if clashes:
        raise _overtaken(channel, clashes)
    return kept


def meanwhile(
    channel: Channel, names: Iterable[str], *, drawn_from: int | None, by: User
) -> list[str]:
    """After saving: what others changed among these facts since the page was drawn, and now stands."""
    if not drawn_from:
        return []
    theirs = _changed_by_others(channel, drawn_from, by)
    later = channel.states.filter(id__gt=drawn_from, by=by).values_list("changed", flat=True)
    mine = {name for changed in later for name in changed}
    columns = {name: column_of(name).attname for name in names}
    return [
        f"{theirs[column]} changed '{label(name)}' while you were editing, and that stands."
        for name, column in columns.items()
        if column in theirs and column not in mine
    ]


def label(name: str) -> str:
    """What a fact is called on its own: "Next review"."""
    return called(column_of(name).attname).title


def _overtaken(channel: Channel, clashes: Mapping[str, str]) -> Overtaken:
    return Overtaken(
        {name: f"{who} changed '{label(name)}' {AGAIN}" for name, who in clashes.items()},
        {name: shown(channel, name) or "empty" for name in clashes},
        latest(channel),
    )


def fact(channel: Channel, column: str) -> Any:
    """One fact as the history writes it."""
    return plain(getattr(channel, column))


def last_change(channel: Channel, column: str) -> tuple[str, date] | None:
    """Who changed this fact last, and when; None where nobody has since it was first written down."""
    states = channel.states.order_by("-id").values_list(
        "changed", "at", "by__preferred_name", "by__given_name", "by__family_name"
    )
    for changed, at, *name in states:
        if column in changed:
            return names.shown(*name), localdate(at)
    return None


def shown(channel: Channel, name: str) -> str:
    """How a fact stands on the register now, in words."""
    value = getattr(channel, name)
    return str(value) if hasattr(value, "pk") else said(name, plain(value))


def _changed_by_others(channel: Channel, drawn_from: int, by: User) -> dict[str, str]:
    """Each fact somebody else has changed since, and who did so last."""
    later = channel.states.filter(id__gt=drawn_from).exclude(by=by).select_related("by")
    return {name: state.by.full_name for state in later.order_by("id") for name in state.changed}


def _facts_at(channel: Channel, drawn_from: int) -> dict[str, Any]:
    return channel.states.filter(id=drawn_from).values_list("facts", flat=True).first() or {}


def _as_fact(value: Any) -> Any:
    return plain(value.pk if hasattr(value, "pk") else value)
