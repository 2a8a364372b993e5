"""Making the files that were asked for."""

from __future__ import annotations

import logging
from datetime import date, datetime
from uuid import UUID

from documents import actions as documents
from documents.models import Export
from reports import emails
from reports.exports import KINDS, file_name
from reports.orders import Options, Order
from schools.models import School, Trust

log = logging.getLogger(__name__)


def prepare_export(*, export_id: UUID, at: datetime) -> Export | None:
    """Make one file, unless another worker is at it. One that fails is tried again by the next sweep."""
    export = documents.claim_export(export_id=export_id, at=at)
    if export is None:
        return None
    try:
        made = _make(export, at)
    except Exception:
        log.exception("Export %s could not be prepared", export.pk)
        documents.give_back(export=export)
        return None
    emails.ready(made, title=KINDS[made.kind].title, at=at)
    return made


def prepare_waiting_exports(*, at: datetime) -> int:
    """Make what waits: the doorbell may have been lost, or a worker killed."""
    waiting = list(
        Export.objects.waiting(at).order_by("asked_at").values_list("pk", flat=True)[:20]
    )
    return sum(prepare_export(export_id=pk, at=at) is not None for pk in waiting)


def _make(export: Export, at: datetime) -> Export:
    kind = KINDS[export.kind]
    order = Order(
        export=export,
        by=export.asked_by,
        trust=Trust.objects.get(pk=export.trust_id),
        school=School.objects.select_related("trust").get(pk=export.school_id)
        if export.school_id
        else None,
        as_at=date.fromisoformat(export.options["as_at"]),
        at=export.asked_at,
        options=Options.of(export.options),
    )
    built = kind.build(order)
    with built.content:
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
