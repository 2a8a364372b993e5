"""Closing the keys of rows anew. No text is touched, and nothing is written that would tell of a concern."""

from __future__ import annotations

from typing import Any

from incidents.keys.sealing import rewrapped
from sealing.boxes import CannotOpen
from sealing.rotation import Outcome


def rewrap_row_key(*, model: Any, pk: Any) -> Outcome:
    """Close one row's key with the first concern key, unless its box was changed meanwhile."""
    box = model._base_manager.filter(pk=pk).values_list("row_key", flat=True).first()
    if box is None:
        return Outcome.NOTHING
    try:
        anew = rewrapped(box, model._meta.get_field("row_key").place_of(pk))
    except CannotOpen:
        return Outcome.UNREADABLE
    changed = model._base_manager.filter(pk=pk, row_key=box).update(row_key=anew)
    return Outcome.DONE if changed else Outcome.NOTHING
