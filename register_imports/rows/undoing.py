"""An import taken back, a batch at a time: what it added leaves the register, what it changed is as before.

Whatever somebody has touched since is left alone and listed (decision 32).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from access.check import Denied, Hidden, check
from access.roles import Permission
from accounts_registry.api import CHANNEL_MOVES, facts
from accounts_registry.api import ownership as questions
from accounts_registry.models import LIVE, Channel, ChannelPerson, ChannelState
from accounts_registry.record.rows import keep_state, locked_channel, outline
from people.models import User
from register_imports.models import ImportedRow, RegisterImport
from register_imports.reading.known import PARTS
from register_imports.rows.updates import COLUMNS, part_facts
from workflow.moves import WrongState, move
from workflow.promised import promised

PIECE = 50
REASON = "The import was undone"


@transaction.atomic
def undo_batch(upload: RegisterImport, *, until: datetime) -> bool:
    """Take back some rows, the last first. False once there are none left, or another worker is at it."""
    held = RegisterImport.objects.without_rows().select_for_update(of=("self",)).get(pk=upload.pk)
    if held.state != RegisterImport.State.UNDOING or held.tries != upload.tries:
        return False
    rows = list(held.rows.to_undo().select_related("channel").order_by("-number")[:PIECE])
    latest, parts = _latest(rows), _parts(rows)
    for row in rows:
        is_same = row.state_id == latest.get(row.channel_id) and _same_people(
            row, parts.get(row.channel_id, [])
        )
        row.undo = "undone" if is_same and _take_back(row, upload) else "kept"
    ImportedRow.objects.bulk_update(rows, ["undo"])
    held.rows_done += len(rows)
    held.leased_until = until
    held.save(update_fields=["rows_done", "leased_until"])
    return bool(rows)


def _latest(rows: Sequence[ImportedRow]) -> dict[Any, int]:
    """The last state of each of these channels: another than the import's own means a change since."""
    states = ChannelState.objects.filter(channel__in=[row.channel_id for row in rows])
    return dict(states.values_list("channel").annotate(last=Max("id")).order_by())


def _parts(rows: Sequence[ImportedRow]) -> dict[Any, list[ChannelPerson]]:
    found: dict[Any, list[ChannelPerson]] = {}
    for part in ChannelPerson.objects.filter(channel__in=[row.channel_id for row in rows]):
        found.setdefault(part.channel_id, []).append(part)
    return found


def _same_people(row: ImportedRow, parts: Sequence[ChannelPerson]) -> bool:
    """Whoever ran a new channel then runs it now; of an older one, its two parts of the form are as then."""
    now = {part_facts(part) for part in parts}
    if row.outcome == ImportedRow.Outcome.ADDED:
        return now == set(row.parts)
    return set(row.parts) <= now and not any(
        part.part in PARTS
        and part.start_date > promised(row.state).on
        and part_facts(part) not in row.parts
        for part in parts
    )


def _take_back(row: ImportedRow, upload: RegisterImport) -> bool:
    by, at = promised(upload.undone_by), promised(upload.undone_at)
    try:
        with transaction.atomic():
            if row.outcome == ImportedRow.Outcome.ADDED:
                _cancel(promised(row.channel), by=by, at=at)
            else:
                _restore(row, by=by, at=at)
    except (Denied, Hidden, WrongState, IntegrityError):
        return False
    return True


def _cancel(channel: Channel, *, by: User, at: datetime) -> None:
    """Off the register, its account free again; nobody runs it from that day on.

    What the sheet said of the years before is taken back with it: it stood on the register of no day.
    """
    on = localdate(at)
    channel = move(channel, CHANNEL_MOVES.undo_import, by=by, at=at, reason=REASON)
    running = list(channel.people.filter(end_date=None))
    for part in running:
        part.end_date = max(on, part.start_date)
    ChannelPerson.objects.bulk_update(running, ["end_date"])
    keep_state(channel, by=by, at=at, on=_first_day(channel, on), reason=REASON)


def _first_day(channel: Channel, on: date) -> date:
    """The first day of its history (`facts.as_stood`): when it was written down, or opened if that was earlier."""
    written = channel.states.order_by("id").values_list("on", flat=True).first() or on
    return min(written, channel.date_opened or written)


def _restore(row: ImportedRow, *, by: User, at: datetime) -> None:
    """The facts and the people it had before, unless its former account is somebody's now."""
    on = localdate(at)
    channel = locked_channel(promised(row.channel))
    if not by.is_system:
        check(by, Permission.CHANNEL_CHANGE, channel, on)
    for name in COLUMNS:
        field = facts.column_of(name)
        if name in row.was["facts"]:
            setattr(channel, name, field.to_python(row.was["facts"][name]))
    outline(channel)
    if channel.status in LIVE and questions.taken(
        channel.identity, permanent_id=channel.permanent_id, besides=channel
    ):
        raise WrongState("Its former account is somebody else’s now.", channel)
    channel.save()
    _put_people_back(row, channel)
    keep_state(channel, by=by, at=at, reason=REASON)


def _put_people_back(row: ImportedRow, channel: Channel) -> None:
    parts = {str(part.pk): part for part in channel.people.all()}
    for key, end in row.was["ends"].items():
        parts[key].end_date = date.fromisoformat(end) if end else None
    for key in row.was["begun"]:
        # It counts on no day: nobody had this part, and a row is never deleted.
        parts[key].end_date = parts[key].start_date - timedelta(days=1)
    changed = [parts[key] for key in (*row.was["ends"], *row.was["begun"])]
    ChannelPerson.objects.bulk_update(changed, ["end_date"])
