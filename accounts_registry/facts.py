"""The facts of a channel that its history keeps: its columns as JSON, and what changed between two states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from accounts_registry.models import Channel

# The key never changes, a reference is never reused, and the skeleton follows from the name.
LEFT_OUT = frozenset({"id", "reference", "skeleton"})


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
    return [name for name in after if before.get(name) != after[name]]


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
