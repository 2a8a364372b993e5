"""Setting the plain fields of a record."""

from __future__ import annotations

from typing import Any


def put(record: Any, fields: dict[str, Any], allowed: frozenset[str]) -> dict[str, Any]:
    """Set these fields; returns those whose value is new. A field that may not be changed is a mistake."""
    if unknown := fields.keys() - allowed:
        raise TypeError(f"{unknown.pop()} cannot be changed here")
    changed = {name: new for name, new in fields.items() if getattr(record, name) != new}
    for name, new in changed.items():
        setattr(record, name, new)
    return changed
