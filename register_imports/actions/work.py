"""The worker's part of an import: claimed by one worker, done batch by batch, finished once.

Each batch stands or falls whole and says in the same transaction how far it came, so a worker that
is killed loses at most the batch in its hands, and the next one goes on where that began.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from accounts_registry.models import Channel
from audit import trail
from audit.events import Event
from people.api import system_user
from register_imports import emails as import_emails
from register_imports.models import RegisterImport
from register_imports.reading import judged_rows, matches
from register_imports.reading.outcomes import RowOutcome
from register_imports.rows.batch import import_batch
from register_imports.rows.undoing import undo_batch
from secret_detection import detect
from workflow.promised import promised

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
MOST_TRIES = 10
FORGOTTEN_AFTER = timedelta(days=7)
Clock = Callable[[], datetime]


def work_on(*, import_id: UUID, clock: Clock) -> RegisterImport | None:
    """Import, or undo, what was confirmed, unless another worker is at it. What fails is tried again."""
    while (upload := _claim(import_id, clock())) is not None:
        try:
            if upload.state == RegisterImport.State.UNDOING:
                return _undo(upload, clock)
            return _import(upload, clock)
        except IntegrityError:
            # Somebody registered one of these accounts in the meantime: looked at again, it is taken.
            log.info("Import %s met a change and looks again", upload.pk)
            _give_back(upload, clock())
        except Exception:
            log.exception("Import %s could not go on", upload.pk)
            _give_back(upload, clock())
            return None
    return None


def work_on_waiting(*, clock: Clock) -> int:
    """Take up what waits: the doorbell may have been lost, or a worker killed."""
    _forget_left(clock())
    waiting = RegisterImport.objects.waiting(clock()).order_by("uploaded_at")
    ids = list(waiting.values_list("pk", flat=True)[:20])
    return sum(work_on(import_id=pk, clock=clock) is not None for pk in ids)


@transaction.atomic
def _forget_left(at: datetime) -> None:
    """A sheet that nobody imported within seven days is not kept: it may say more than it should (rule 5)."""
    left = RegisterImport.objects.left(at - FORGOTTEN_AFTER).select_for_update(of=("self",))
    for upload in left:
        upload.state, upload.lines, upload.fixes = RegisterImport.State.CANCELLED, [], {}
        upload.save(update_fields=["state", "lines", "fixes"])
        trail.record(
            Event.REGISTER_IMPORTED,
            by=system_user(),
            at=at,
            record=upload,
            data={"step": "cancelled"},
        )


@transaction.atomic
def _claim(import_id: UUID, at: datetime) -> RegisterImport | None:
    waiting = RegisterImport.objects.waiting(at).select_for_update(of=("self",))
    upload = waiting.select_related("trust", "school").filter(pk=import_id).first()
    if upload is None:
        return None
    upload.tries += 1
    if upload.tries > MOST_TRIES:
        _stop(upload, at)
        return None
    if upload.state == RegisterImport.State.WAITING:
        upload.state, upload.before = RegisterImport.State.RUNNING, _on_register(upload)
    upload.leased_until = at + LEASE
    upload.save(update_fields=["tries", "state", "before", "leased_until"])
    return upload


def _stop(upload: RegisterImport, at: datetime) -> None:
    """Given up after ten tries: what was done stands, and can be undone."""
    was_undoing = upload.state == RegisterImport.State.UNDOING
    upload.state = RegisterImport.State.UNDONE if was_undoing else RegisterImport.State.FAILED
    upload.leased_until, upload.after = None, _on_register(upload)
    upload.finished_at = upload.finished_at or at
    upload.save()


@transaction.atomic
def _give_back(upload: RegisterImport, at: datetime) -> None:
    RegisterImport.objects.filter(pk=upload.pk, tries=upload.tries).update(leased_until=None)


def _import(upload: RegisterImport, clock: Clock) -> RegisterImport:
    on = localdate(promised(upload.confirmed_at))
    leave = matches.Leave.of(promised(upload.confirmed_by), on)
    rows = [row for row in judged_rows.read(upload, on=on) if row.outcome != RowOutcome.IGNORED]
    for piece in matches.in_pieces(rows):
        if not import_batch(upload, piece, leave=leave, until=clock() + LEASE):
            return upload  # another worker has taken over, and goes on
    return _finish(upload, clock())


@transaction.atomic
def _finish(upload: RegisterImport, at: datetime) -> RegisterImport:
    """Done: counted, recorded and told. Of the sheet only what was left out is kept."""
    upload = RegisterImport.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if upload.state != RegisterImport.State.RUNNING:
        return upload
    upload.lines, upload.fixes = _still_wanted(upload), {}
    upload.state, upload.finished_at = RegisterImport.State.DONE, at
    upload.leased_until, upload.after = None, _on_register(upload)
    upload.save()
    counts = {name: getattr(upload, name) for name in ("added", "updated", "unchanged", "left_out")}
    trail.record(
        Event.REGISTER_IMPORTED,
        by=upload.confirmed_by,
        at=at,
        record=upload,
        data={"step": "finished", **counts, "before": upload.before, "after": upload.after},
    )
    import_emails.finished(upload, at=at)
    import_emails.to_accept(upload, at=at)
    return upload


def _still_wanted(upload: RegisterImport) -> list[list[Any]]:
    """The headings and what was left out, to be mended and uploaded again; without what looks like a password."""
    why = dict(upload.rows.left_out_because())
    return [
        [number, _without_secrets(cells) if detect.SENTENCE in why.get(number, "") else cells]
        for number, cells in upload.lines
        if number < upload.first_row or number in why
    ]


def _without_secrets(cells: list[str]) -> list[str]:
    return ["" if detect.looks_like_a_secret(cell) else cell for cell in cells]


def _undo(upload: RegisterImport, clock: Clock) -> RegisterImport:
    while undo_batch(upload, until=clock() + LEASE):
        pass
    return _finish_undo(upload, clock())


@transaction.atomic
def _finish_undo(upload: RegisterImport, at: datetime) -> RegisterImport:
    upload = RegisterImport.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if upload.state != RegisterImport.State.UNDOING or upload.rows.to_undo().exists():
        return upload
    upload.state, upload.leased_until, upload.lines = RegisterImport.State.UNDONE, None, []
    upload.save(update_fields=["state", "leased_until", "lines"])
    by_undo = {code: upload.rows.filter(undo=code).count() for code in ("undone", "kept")}
    trail.record(
        Event.REGISTER_IMPORT_UNDONE,
        by=upload.undone_by,
        at=at,
        record=upload,
        data={"step": "finished", **by_undo},
    )
    return upload


def _on_register(upload: RegisterImport) -> int:
    """How many channels the register holds where this import writes."""
    there = Channel.objects.on_register().filter(trust_id=upload.trust_id)
    return there.filter(school_id=upload.school_id).count() if upload.school_id else there.count()
