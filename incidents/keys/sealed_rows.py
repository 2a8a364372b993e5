"""The kinds of rows of concerns that hold sealed text, as a change of keys goes through them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from incidents.concern.models import Entry, Incident, Reader, Referral
from incidents.keys.actions import rewrap_row_key
from incidents.report.models import Draft
from sealing.boxes import CannotOpen, open_box, prefix
from sealing.keys import Purpose
from sealing.rotation import SealedRows

MODELS = (Draft, Incident, Reader, Entry, Referral)
BATCH = 500
LOOKED_AT = 5


def kinds() -> list[SealedRows]:
    return [
        SealedRows(
            name=model._meta.label_lower,
            purpose=Purpose.CONCERNS,
            older=partial(older, model),
            reseal=partial(reseal, model),
            opens=partial(opens, model),
        )
        for model in MODELS
    ]


def older(model: Any) -> Iterator[Any]:
    """In batches, so that neither memory nor a cursor is held while others work."""
    rows = model._base_manager.exclude(row_key=None).order_by("pk")
    rows = rows.exclude(row_key__startswith=prefix(Purpose.CONCERNS)).values_list("pk", flat=True)
    batch = list(rows[:BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__gt=batch[-1])[:BATCH])


def reseal(model: Any, pk: Any) -> Any:
    return rewrap_row_key(model=model, pk=pk)


def opens(model: Any) -> bool | None:
    """Whether the keys open any of a few rows that are there."""
    rows = model._base_manager.exclude(row_key=None).values_list("pk", "row_key")[:LOOKED_AT]
    return any(does_open(model, pk, box) for pk, box in rows) if rows else None


def does_open(model: Any, pk: Any, box: str) -> bool:
    try:
        open_box(Purpose.CONCERNS, box, model._meta.get_field("row_key").place_of(pk))
    except CannotOpen:
        return False
    return True
