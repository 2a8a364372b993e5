"""That an account is a fake: said by the headteacher or communications, with what was seen, and taken back."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from audit import trail
from audit.events import Event
from people.models import User
from watch_list import known_fakes
from watch_list.models import WatchedAccount, WatchStep
from watch_list.rows import locked_entry, note_step
from workflow.moves import WrongState


@transaction.atomic
def confirm_fake(*, entry: WatchedAccount, looked: bool, by: User, at: datetime) -> WatchedAccount:
    """From now on the public page calls this very account a fake. Its evidence must be written down."""
    entry = locked_entry(entry)
    check(by, Permission.WATCH_CONFIRM_FAKE, entry, localdate(at))
    if entry.is_known_fake:
        return entry
    if refused := known_fakes.why_not(entry, by):
        raise WrongState(refused, entry)
    if not looked or not known_fakes.is_evidence(entry.evidence):
        raise ValidationError({"looked": known_fakes.NO_EVIDENCE})
    entry.fake_identity, entry.fake_confirmed_by, entry.fake_confirmed_at = entry.identity, by, at
    entry.save(update_fields=["fake_identity", "fake_confirmed_by", "fake_confirmed_at"])
    data = {"identity": entry.identity}
    trail.record(Event.WATCH_FAKE_CONFIRMED, by=by, at=at, record=entry, data=data)
    note_step(entry, WatchStep.Step.FAKE, by=by, at=at)
    return entry


@transaction.atomic
def take_back_fake(*, entry: WatchedAccount, reason: str, by: User, at: datetime) -> WatchedAccount:
    """It was no fake, or it is not certain: the public page does not name it any more."""
    entry = locked_entry(entry)
    check(by, Permission.WATCH_CONFIRM_FAKE, entry, localdate(at))
    if not reason.strip():
        raise ValidationError({"reason": "Enter the reason"})
    if not entry.fake_identity:
        return entry
    entry.fake_identity, entry.fake_confirmed_by, entry.fake_confirmed_at = "", None, None
    entry.save(update_fields=["fake_identity", "fake_confirmed_by", "fake_confirmed_at"])
    trail.record(Event.WATCH_FAKE_TAKEN_BACK, by=by, at=at, record=entry, reason=reason)
    note_step(entry, WatchStep.Step.NO_FAKE, by=by, at=at, text=reason)
    return entry
