"""What others may ask: what was typed on a page, and whether a page that was sent is recorded with it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest, QueryDict

from access.check import Person
from drafts.answers import as_posted
from drafts.boxes import opened
from drafts.models import TypedPage
from sealing.boxes import CannotOpen


class Kept(NamedTuple):
    """What somebody typed, as their form would send it, and when it was kept."""

    data: QueryDict
    at: datetime


def kept(person: Person, page: str, *, at: datetime) -> Kept | None:
    """What this person typed on this page in the last 30 days. Nothing, where no key opens it."""
    row = TypedPage.objects.kept(at=at).filter(person_id=person.pk, page=page).first()
    if row is None:
        return None
    try:
        return Kept(as_posted(opened(row.box, person.pk, page)), row.saved_at)
    except CannotOpen:
        return None


def leads_on(request: HttpRequest) -> None:
    """What this page sent is not recorded yet: it is kept, though the page leads on."""
    request.is_unrecorded = True  # type: ignore[attr-defined]  # a note on the request


def is_recorded(request: HttpRequest, *pages: str) -> None:
    """It is recorded now, with what was typed on these pages before."""
    request.is_unrecorded = False  # type: ignore[attr-defined]  # a note on the request
    request.recorded_pages = pages  # type: ignore[attr-defined]  # a note on the request
