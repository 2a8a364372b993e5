"""What the search reads is written down with every change of a channel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from accounts_registry.models import SearchDocument
from accounts_registry.search.documents import texts


@transaction.atomic
def index_channels(channel_ids: Iterable[Any], *, at: datetime) -> int:
    """Write down the words of these channels, where they differ from what is there."""
    wanted = texts(list(channel_ids), on=localdate(at))
    there = {
        row.channel_id: row for row in SearchDocument.objects.filter(channel_id__in=list(wanted))
    }
    new = [
        SearchDocument(channel_id=pk, public=words.public, detail=words.detail)
        for pk, words in wanted.items()
        if pk not in there
    ]
    changed = [row for row in there.values() if (row.public, row.detail) != wanted[row.channel_id]]
    for row in changed:
        row.public, row.detail = wanted[row.channel_id]
    write_documents(new, changed)
    return len(new) + len(changed)


def write_documents(new: Sequence[SearchDocument], changed: Sequence[SearchDocument]) -> None:
    # Two at once may write down the same new channel: the second finds it there.
    SearchDocument.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=["channel"],
        update_fields=["public", "detail"],
    )
    SearchDocument.objects.bulk_update(changed, ["public", "detail"])
