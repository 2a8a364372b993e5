"""The verbs of reports: asking for a file, making it, and fetching it."""

from __future__ import annotations

import logging
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from access.check import check_at
from access.roles import Permission
from audit import trail
from audit.events import Event
from documents import actions as documents
from documents.models import Export
from notifications import doorbell
from people.models import User
from reports import emails
from reports.exports import KINDS, Kind, file_name
from reports.orders import Options, Order
from schools.models import School, Trust

log = logging.getLogger(__name__)
STANDARD = Options()


@transaction.atomic
def ask_for_export(
    *,
    kind: str,
    trust: Trust,
    school: School | None,
    as_at: date,
    by: User,
    at: datetime,
    options: Options = STANDARD,
    waits: bool = True,
) -> Export:
    """Ask for a file. The worker makes it; `waits=False` is for a command that makes it itself."""
    _ask(KINDS[kind], options, trust=trust, school=school, by=by, on=localdate(at))
    about = {"as_at": as_at.isoformat(), **options.as_data()}
    export = documents.queue_export(
        kind=kind,
        trust_id=trust.pk,
        school_id=school.pk if school else None,
        options=about,
        by=by,
        at=at,
    )
    trail.record(Event.REGISTER_EXPORTED, by=by, at=at, record=export, data={"kind": kind, **about})
    if waits:
        transaction.on_commit(lambda: _ring(export))
    return export


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


@transaction.atomic
def record_download(*, export: Export, by: User, at: datetime) -> None:
    """Somebody who may export this register today fetches a file that was made of it."""
    trust = Trust.objects.get(pk=export.trust_id)
    school = None
    if export.school_id:
        school = School.objects.filter(pk=export.school_id, trust=trust).first()
    _ask(
        KINDS[export.kind],
        Options.of(export.options),
        trust=trust,
        school=school,
        by=by,
        on=localdate(at),
    )
    documents.note_download(export=export, by=by, at=at)
    trail.record(
        Event.EXPORT_DOWNLOADED, by=by, at=at, record=export, data={"sha256": export.sha256}
    )


def _ask(
    kind: Kind, options: Options, *, trust: Trust, school: School | None, by: User, on: date
) -> None:
    """May this person have such a file of that school, or of the whole trust?"""
    if by.is_system:
        return
    place = {"school": school, "trust": None if school else trust}
    check_at(by, kind.permission, on, **place)
    if options.is_internal:
        check_at(by, Permission.REGISTER_INTERNAL, on, **place)


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


def _ring(export: Export) -> None:
    """Ring the worker's doorbell; the row is the truth, so a lost ring loses nothing."""
    from reports.tasks import prepare

    if not doorbell.ring(prepare, str(export.pk)):
        log.warning("The queue did not answer; export %s is made with the next sweep", export.pk)
