"""Asking for a file, and fetching it."""

from __future__ import annotations

import logging
from datetime import date, datetime

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
from reports.exports import KINDS, Kind
from reports.orders import Options
from reports.tasks import prepare
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


@transaction.atomic
def record_export_download(*, export: Export, by: User, at: datetime) -> None:
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


def _ring(export: Export) -> None:
    """Ring the worker's doorbell; the row is the truth, so a lost ring loses nothing."""
    if not doorbell.ring(prepare, str(export.pk)):
        log.warning("The queue did not answer; export %s is made with the next sweep", export.pk)
