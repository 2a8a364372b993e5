"""What waits for the background, as far as the reader may know of it: how much, and since when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, Min, QuerySet
from django.db.models.functions import Coalesce

from access.check import own_trusts
from documents.models import Export
from notifications.models import Message
from people.models import User
from register_imports.models import RegisterImport


class WaitingJobs(NamedTuple):
    """A kind of work: how many wait or are being done, and since when the oldest of them."""

    name: str
    number: int
    since: datetime | None


def waiting_jobs(user: User, *, on: date) -> list[WaitingJobs]:
    """Downloads, imports and ordinary letters. A letter about a concern is in none of these figures."""
    exports = Export.objects.visible_to(user, on=on).unfinished()
    imports = RegisterImport.objects.visible_to(user, on=on).unfinished()
    letters = Message.objects.waiting_ordinary(own_trusts(user, on))
    return [
        _of("Downloads to make", exports, "asked_at"),
        _of("Imports of channels", imports, Coalesce("undone_at", "confirmed_at")),
        _of("E-mails to send", letters, "created_at"),
    ]


def _of(name: str, rows: QuerySet[Any], since: Any) -> WaitingJobs:
    found = rows.order_by().aggregate(number=Count("pk", distinct=True), since=Min(since))
    return WaitingJobs(name, found["number"], found["since"])
