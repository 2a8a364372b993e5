"""What the state of a row promises: a confirmed appointment to a role has a first day."""

from __future__ import annotations

from typing import TypeVar

Value = TypeVar("Value")


def promised(value: Value | None) -> Value:
    """The value, where a column may be empty and this row's state says that it is not."""
    if value is None:
        raise LookupError("The state of this row promises a value that it does not have")
    return value
