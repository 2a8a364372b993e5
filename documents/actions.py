"""The verbs of a prepared file: queued, claimed by one worker, kept, or given up. Who may ask is the caller's matter."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO
from uuid import UUID

from django.core.files import File
from django.db import transaction

from access.check import Person
from documents.models import Download, Export, Fragment

# Longer than one piece takes; whoever waits for a worker that was killed waits so long.
LEASE = timedelta(minutes=2)
MOST_TRIES = 3
PER_PIECE = timedelta(seconds=2)
TOLD_EVERY = 20  # of how many steps progress is written down
FRAGMENTS_KEPT = timedelta(days=30)


def queue_export(
    *,
    kind: str,
    trust_id: UUID,
    school_id: UUID | None,
    options: dict[str, Any],
    by: Person,
    at: datetime,
) -> Export:
    return Export.objects.create(
        kind=kind,
        trust_id=trust_id,
        school_id=school_id,
        options=options,
        asked_by_id=by.pk,
        asked_at=at,
    )


@transaction.atomic
def claim_export(*, export_id: UUID, at: datetime) -> Export | None:
    """Take a waiting file for this worker; None when another has it or it is done."""
    export = Export.objects.select_for_update().waiting(at).filter(pk=export_id).first()
    if export is None:
        return None
    export.tries += 1
    export.state = Export.State.WORKING if export.tries <= MOST_TRIES else Export.State.FAILED
    export.leased_until = at + LEASE
    export.save(update_fields=["tries", "state", "leased_until"])
    return export if export.state == Export.State.WORKING else None


@transaction.atomic
def keep_file(
    *,
    export: Export,
    content: BinaryIO,
    file_name: str,
    content_type: str,
    row_count: int,
    fingerprint: str,
    version: int | None,
    at: datetime,
) -> Export:
    """The file is made: keep it where only its asker can fetch it."""
    export.sha256 = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # a file of Django has what it asks
    content.seek(0)
    export.file.save(f"{export.pk}", File(content), save=False)
    export.file_name, export.content_type = file_name, content_type
    export.done = export.total
    export.row_count, export.fingerprint, export.version = row_count, fingerprint, version
    export.state, export.ready_at, export.leased_until = Export.State.READY, at, None
    export.save()
    return export


@transaction.atomic
def give_back(*, export: Export) -> Export:
    """It could not be made this time: tried again with the next sweep, and given up after three."""
    export.state = Export.State.ASKED if export.tries < MOST_TRIES else Export.State.FAILED
    export.leased_until = None
    export.save(update_fields=["state", "leased_until"])
    return export


def begin_pieces(*, export: Export, total: int, at: datetime) -> Export:
    """So many pieces are to be made: the worker has longer for more of them."""
    export.done, export.total, export.leased_until = 0, total, at + LEASE + total * PER_PIECE
    export.save(update_fields=["done", "total", "leased_until"])
    return export


def piece_made(*, export: Export) -> Export:
    """One more is done; written down every so often, for whoever waits."""
    export.done += 1
    if export.done % max(1, export.total // TOLD_EVERY) == 0:
        export.save(update_fields=["done"])
    return export


def fragment(*, key: str, make: Callable[[], bytes], on: date) -> bytes:
    """The piece with this key as it was made before, or made now."""
    kept = Fragment.objects.filter(pk=key).first()
    if kept is None:
        content = make()
        row = Fragment(key=key, content=content, used_on=on)
        Fragment.objects.bulk_create([row], ignore_conflicts=True)
        return content
    if kept.used_on < on:
        Fragment.objects.filter(pk=key).update(used_on=on)
    return bytes(kept.content)


def clear_old_fragments(*, on: date) -> int:
    """Pieces that nobody has printed for a month; they are made again when somebody does."""
    return Fragment.objects.unused_since(on - FRAGMENTS_KEPT).delete()[0]


def note_download(*, export: Export, by: Person, at: datetime) -> Download:
    """Who fetched which file, and when."""
    return Download.objects.create(export=export, by_id=by.pk, at=at)
