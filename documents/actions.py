"""The verbs of a prepared file: queued, claimed by one worker, kept, or given up. Who may ask is the caller's matter."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from documents.models import Export

LEASE = timedelta(minutes=5)
MOST_TRIES = 3


def queue_export(
    *, kind: str, trust_id: Any, school_id: Any, options: dict[str, Any], by: Any, at: datetime
) -> Export:
    return Export.objects.create(
        kind=kind, trust_id=trust_id, school_id=school_id, options=options, asked_by=by, asked_at=at
    )


@transaction.atomic
def claim_export(*, export_id: Any, at: datetime) -> Export | None:
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
    content: bytes,
    file_name: str,
    content_type: str,
    row_count: int,
    fingerprint: str,
    version: int | None,
    at: datetime,
) -> Export:
    """The file is made: keep it where only its asker can fetch it."""
    export.file.save(f"{export.pk}", ContentFile(content), save=False)
    export.file_name, export.content_type = file_name, content_type
    export.sha256 = hashlib.sha256(content).hexdigest()
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
