"""The verbs of reports: asking for a file, making it, and fetching it."""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from access.check import check_at
from audit import trail
from audit.events import Event
from documents import actions as documents
from documents.models import Export
from reports.exports import KINDS, Order, file_name
from schools.models import School, Trust

log = logging.getLogger(__name__)


@transaction.atomic
def ask_for_export(
    *,
    kind: str,
    trust: Trust,
    school: School | None,
    as_at: date,
    by: Any,
    at: datetime,
    waits: bool = True,
) -> Export:
    """Ask for a file. The worker makes it; `waits=False` is for a command that makes it itself."""
    if not by.is_system:
        check_at(
            by,
            KINDS[kind].permission,
            localdate(at),
            school=school,
            trust=None if school else trust,
        )
    export = documents.queue_export(
        kind=kind,
        trust_id=trust.pk,
        school_id=school.pk if school else None,
        options={"as_at": as_at.isoformat()},
        by=by,
        at=at,
    )
    trail.record(
        Event.REGISTER_EXPORTED,
        by=by,
        at=at,
        record=export,
        data={"kind": kind, "as_at": as_at.isoformat()},
    )
    if waits:
        transaction.on_commit(lambda: _ring(export))
    return export


def prepare_export(*, export_id: Any, at: datetime) -> Export | None:
    """Make one file, unless another worker is at it. One that fails is tried again by the next sweep."""
    export = documents.claim_export(export_id=export_id, at=at)
    if export is None:
        return None
    try:
        return _make(export, at)
    except Exception:
        log.exception("Export %s could not be prepared", export.pk)
        documents.give_back(export=export)
        return None


def prepare_waiting_exports(*, at: datetime) -> int:
    """Make what waits: the doorbell may have been lost, or a worker killed."""
    waiting = list(
        Export.objects.waiting(at).order_by("asked_at").values_list("pk", flat=True)[:20]
    )
    return sum(prepare_export(export_id=pk, at=at) is not None for pk in waiting)


def record_download(*, export: Export, by: Any, at: datetime) -> None:
    """Somebody fetched a file that was made for them."""
    trail.record(
        Event.EXPORT_DOWNLOADED, by=by, at=at, record=export, data={"sha256": export.sha256}
    )


def _make(export: Export, at: datetime) -> Export:
    kind = KINDS[export.kind]
    order = Order(
        export=export,
        by=export.asked_by,
        trust=Trust.objects.get(pk=export.trust_id),
        school=School.objects.get(pk=export.school_id) if export.school_id else None,
        as_at=date.fromisoformat(export.options["as_at"]),
        at=export.asked_at,
    )
    built = kind.build(order)
    return documents.keep_file(
        export=export,
        content=built.content,
        file_name=file_name(kind, order),
        content_type=kind.content_type,
        row_count=built.row_count,
        fingerprint=built.fingerprint,
        version=built.version,
        at=at,
    )


def _ring(export: Export) -> None:
    """Ring the worker's doorbell; the row is the truth, so a lost ring loses nothing."""
    from reports.tasks import prepare

    prepare.delay(str(export.pk))
