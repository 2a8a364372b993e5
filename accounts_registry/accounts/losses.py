"""Since when the account of a channel is not ours any more, for many channels or their rows on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from accounts_registry.accounts import proofs
from accounts_registry.models import FormerHandle


def without_lost(channels: Any) -> Any:
    """Of these channels, as a queryset, those whose account is theirs still: nobody looks after another's."""
    had_one = FormerHandle.objects.were_ours().filter(channel=OuterRef("pk")).order_by()
    return channels.exclude(Q(Exists(had_one)), identity="", master_privileges_held=False)


def since(rows: Iterable[Any], *, on: date) -> dict[UUID, date]:
    """Of these channels, or of their rows on that day, those whose account was lost.

    Nobody holds the master access of a lost account (Q-5.2-5): nothing is asked about all the others.
    """
    nameless = {
        row.id: row for row in rows if not row.identity and row.master_privileges_held is False
    }
    ended = FormerHandle.objects.last_days(list(nameless), by=on)
    found = {pk: proofs.lost_since(row, ended.get(pk)) for pk, row in nameless.items()}
    return {pk: day for pk, day in found.items() if day}
