"""A sheet of channels: uploaded, its columns chosen, its rows mended, then imported, cancelled or undone.

Nothing here writes to the register: the worker does, in `importing` and `undoing`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import ask, ask_at
from access.roles import Permission
from audit import trail
from audit.events import Event
from documents.sheets import SheetLine
from notifications import doorbell
from people.api import day
from people.models import User
from register_imports.models import RegisterImport
from register_imports.reading import columns, judged_rows
from schools.models import Trust
from workflow.moves import WrongState

log = logging.getLogger(__name__)
STARTED = "This file has been dealt with since you opened the page."


@transaction.atomic
def begin_import(
    *, trust: Any, school: Any, file_name: str, lines: Sequence[SheetLine], by: User, at: datetime
) -> RegisterImport:
    """Keep the rows of a sheet while they are looked at. Without a school the sheet names one in each row."""
    on = localdate(at)
    ask_at(by, Permission.CHANNEL_ADD, on, school=school, trust=trust)
    layout = judged_rows.guess(lines)
    upload = RegisterImport.objects.create(
        reference=_next_reference(trust, at),
        trust=trust,
        school=school,
        file_name=file_name[:200],
        lines=[[line.number, line.cells] for line in lines],
        first_row=layout.first_row,
        columns=layout.columns,
        uploaded_by=by,
        uploaded_at=at,
    )
    _record(upload, "uploaded", by=by, at=at, rows=len(lines))
    return upload


@transaction.atomic
def choose_columns(
    *,
    upload: RegisterImport,
    chosen: Mapping[str, int],
    first_row: int,
    by: User,
    at: datetime,
) -> RegisterImport:
    """Say what the columns of the sheet mean and where its rows begin. Raises ValidationError."""
    upload = _not_started(upload, by, at)
    if sentences := columns.problems(chosen, needs_school=upload.school_id is None):
        raise ValidationError(sentences)
    upload.columns, upload.first_row = dict(chosen), first_row
    upload.save(update_fields=["columns", "first_row"])
    _record(upload, "columns", by=by, at=at, columns=sorted(chosen))
    return upload


@transaction.atomic
def mend_rows(
    *, upload: RegisterImport, fixes: Mapping[int, Mapping[str, str]], by: User, at: datetime
) -> RegisterImport:
    """Keep what was typed instead of some cells; the file itself stays as it was."""
    upload = _not_started(upload, by, at)
    for number, cells in fixes.items():
        upload.fixes[str(number)] = {**upload.fixes.get(str(number), {}), **cells}
    upload.save(update_fields=["fixes"])
    _record(upload, "mended", by=by, at=at, rows=len(fixes))
    return upload


@transaction.atomic
def start_import(
    *, upload: RegisterImport, by: User, at: datetime, waits: bool = True
) -> RegisterImport:
    """Have the worker import the rows that are ready. `waits=False` is for a command that does it itself."""
    upload = _not_started(upload, by, at)
    counts = judged_rows.judged(upload, by=by, on=localdate(at)).counts
    if not counts.button and waits:
        raise ValidationError("No row of this file is ready to import")
    upload.state, upload.confirmed_by, upload.confirmed_at = RegisterImport.State.WAITING, by, at
    upload.row_count = counts.rows
    upload.save(update_fields=["state", "confirmed_by", "confirmed_at", "row_count"])
    promised = {name: getattr(counts, name) for name in ("ready", "update", "unchanged", "fix")}
    _record(upload, "confirmed", by=by, at=at, **promised)
    if waits:
        transaction.on_commit(lambda: _ring(upload))
    return upload


@transaction.atomic
def cancel_import(*, upload: RegisterImport, by: User, at: datetime) -> RegisterImport:
    """Import nothing; what the sheet said is not kept."""
    upload = _not_started(upload, by, at)
    upload.state, upload.lines, upload.fixes = RegisterImport.State.CANCELLED, [], {}
    upload.save(update_fields=["state", "lines", "fixes"])
    _record(upload, "cancelled", by=by, at=at)
    return upload


@transaction.atomic
def undo_import(*, upload: RegisterImport, by: User, at: datetime) -> RegisterImport:
    """Have the worker take back what an import did, within its seven days (decision 32)."""
    upload = _locked(upload)
    ask(by, Permission.CHANNEL_ADD, upload, localdate(at))
    if not upload.can_be_undone(at):
        raise WrongState(_why_not(upload), upload)
    upload.state, upload.undone_by, upload.undone_at = RegisterImport.State.UNDOING, by, at
    upload.leased_until, upload.tries, upload.rows_done = None, 0, 0
    upload.row_count = upload.rows.to_undo().count()
    upload.save()
    trail.record(
        Event.REGISTER_IMPORT_UNDONE,
        by=by,
        at=at,
        record=upload,
        data={"step": "asked", "rows": upload.row_count},
    )
    transaction.on_commit(lambda: _ring(upload))
    return upload


def _locked(upload: RegisterImport) -> RegisterImport:
    found = RegisterImport.objects.select_for_update(of=("self",)).select_related("trust", "school")
    return found.get(pk=upload.pk)


def _not_started(upload: RegisterImport, by: User, at: datetime) -> RegisterImport:
    upload = _locked(upload)
    ask(by, Permission.CHANNEL_ADD, upload, localdate(at))
    if upload.state != RegisterImport.State.UPLOADED:
        raise WrongState(STARTED, upload)
    return upload


def _next_reference(trust: Trust, at: datetime) -> str:
    """2026-11-20-01: the day, and the how-manieth of the trust on it. The trust is locked, so two get two."""
    type(trust).objects.select_for_update().get(pk=trust.pk)
    today = localdate(at).isoformat()
    last = (
        RegisterImport.objects.filter(trust=trust, reference__startswith=f"{today}-")
        .order_by("-uploaded_at", "-reference")
        .values_list("reference", flat=True)
    )
    numbers = [int(reference.rpartition("-")[2]) for reference in last]
    return f"{today}-{max(numbers, default=0) + 1:02d}"


def _why_not(upload: RegisterImport) -> str:
    if upload.state in (RegisterImport.State.UNDOING, RegisterImport.State.UNDONE):
        return "This import has been undone already."
    if upload.undo_until and upload.state == RegisterImport.State.DONE:
        return f"This import could be undone until {day(localdate(upload.undo_until))}."
    return "There is nothing to undo: this import has not been finished."


def _record(upload: RegisterImport, step: str, *, by: User, at: datetime, **data: Any) -> None:
    trail.record(Event.REGISTER_IMPORTED, by=by, at=at, record=upload, data={"step": step, **data})


def _ring(upload: RegisterImport) -> None:
    """Ring the worker's doorbell; the row is the truth, so a lost ring loses nothing."""
    from register_imports.tasks import work_on_import

    if not doorbell.ring(work_on_import, str(upload.pk)):
        log.warning("The queue did not answer; import %s begins with the next sweep", upload.pk)
