"""Keeping what somebody is typing, and throwing it away. Nothing of it stands on the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from access.check import Person
from drafts.answers import Typed
from drafts.boxes import closed, closed_anew
from drafts.models import KEPT_FOR, TypedPage
from sealing.boxes import CannotOpen
from sealing.rotation import Outcome

MOST_PAGES = 50  # of one person


@transaction.atomic
def keep_typed(*, by: Person, page: str, typed: Typed, at: datetime) -> TypedPage:
    """Keep what stands on a page now, instead of what stood there before."""
    row, is_new = TypedPage.objects.update_or_create(
        person_id=by.pk, page=page, defaults={"box": closed(typed, by.pk, page), "saved_at": at}
    )
    if is_new:
        _drop_oldest(by)
    return row


def _drop_oldest(person: Person) -> None:
    own = (
        TypedPage.objects.filter(person_id=person.pk)
        .order_by("-saved_at")
        .values_list("pk", flat=True)
    )
    TypedPage.objects.filter(pk__in=list(own[MOST_PAGES:])).delete()


@transaction.atomic
def forget_typed(*, by: Person, pages: Iterable[str]) -> None:
    """It has been recorded, or thrown away."""
    TypedPage.objects.filter(person_id=by.pk, page__in=list(pages)).delete()


@transaction.atomic
def clear_old_drafts(*, at: datetime) -> int:
    """Delete what nobody came back to for 30 days."""
    number, _ = TypedPage.objects.filter(saved_at__lt=at - KEPT_FOR).delete()
    return number


def reseal_typed(*, pk: UUID) -> Outcome:
    """Close one box with the first key, unless it was changed meanwhile."""
    row = TypedPage.objects.filter(pk=pk).first()
    if row is None:
        return Outcome.NOTHING
    try:
        anew = closed_anew(row.box, row.person_id, row.page)
    except CannotOpen:
        return Outcome.UNREADABLE
    changed = TypedPage.objects.filter(pk=pk, box=row.box).update(box=anew)
    return Outcome.DONE if changed else Outcome.NOTHING
