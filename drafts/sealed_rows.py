"""What people typed, as a change of keys goes through it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from drafts.actions import reseal_typed
from drafts.boxes import PURPOSE, opened
from drafts.models import TypedPage
from sealing.boxes import CannotOpen, prefix
from sealing.rotation import Outcome, SealedRows

LOOKED_AT = 5


def typed_pages() -> SealedRows:
    return SealedRows(
        name="drafts.typedpage", purpose=PURPOSE, older=older, reseal=reseal, opens=opens
    )


def older() -> Iterator[Any]:
    rows = TypedPage.objects.exclude(box__startswith=prefix(PURPOSE)).order_by("pk")
    return iter(list(rows.values_list("pk", flat=True)))


def reseal(pk: UUID) -> Outcome:
    return reseal_typed(pk=pk)


def opens() -> bool | None:
    """Whether the keys open any of a few that are there."""
    rows = TypedPage.objects.values_list("box", "person_id", "page")[:LOOKED_AT]
    return any(does_open(*row) for row in rows) if rows else None


def does_open(box: str, person_id: UUID, page: str) -> bool:
    try:
        opened(box, person_id, page)
    except CannotOpen:
        return False
    return True
