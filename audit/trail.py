"""The one way into the ledger, and the arithmetic of its chain."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model

from audit.context import session_mark
from audit.events import Event
from audit.models import Entry


class Actor(Protocol):
    """Whoever does something: the ledger keeps their key."""

    @property
    def pk(self) -> UUID: ...


FIRST = "0" * 64
LEDGER_LOCK = 7_310_001


def record(
    event: Event,
    *,
    by: Actor | None,
    at: datetime,
    record: Model | None = None,
    school_id: UUID | None = None,
    trust_id: UUID | None = None,
    acting_for: Actor | None = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
    restricted: bool = False,
) -> Entry:
    """Write that `by` did this to `record`. Runs inside the action's transaction, so both stand or fall."""
    with transaction.atomic():
        _queue_up()
        last = Entry.objects.order_by("-position").first()
        entry = Entry(
            position=(last.position if last else 0) + 1,
            at=at,
            event=event.value,
            actor_id=by.pk if by else None,
            acting_for_id=acting_for.pk if acting_for else None,
            object_type=record._meta.label_lower if record is not None else "",
            object_id=str(record.pk) if record is not None else "",
            object_ref=str(getattr(record, "reference", "") or "")[:40],
            school_id=school_id or getattr(record, "school_id", None),
            trust_id=trust_id or getattr(record, "trust_id", None) or getattr(by, "trust_id", None),
            data=data or {},
            reason="" if restricted else reason,
            session=session_mark(),
            restricted=restricted,
            prev_hash=last.hash if last else FIRST,
        )
        entry.hash = fingerprint(entry)
        entry.save(force_insert=True)
    return entry


def _queue_up() -> None:
    """One writer at a time, or two rows would follow the same one. SQLite's writers queue already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])


def fingerprint(entry: Entry) -> str:
    """The SHA-256 of everything the row says and of the row before it."""
    words = [
        entry.prev_hash,
        entry.position,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.event,
        str(entry.actor_id or ""),
        str(entry.acting_for_id or ""),
        entry.object_type,
        entry.object_id,
        entry.object_ref,
        str(entry.school_id or ""),
        str(entry.trust_id or ""),
        entry.data,
        entry.reason,
        entry.session,
        entry.restricted,
    ]
    return hashlib.sha256(json.dumps(words, sort_keys=True, default=str).encode()).hexdigest()
