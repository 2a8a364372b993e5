"""What is done about an account that is not ours: a row of WATCH_MOVES each (4.6)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.models import Channel
from accounts_registry.record.rows import opened_before
from audit import trail
from audit.events import Event
from people.api import system_user
from people.models import User
from watch_list import emails as watch_emails
from watch_list import watching
from watch_list.models import WatchedAccount, WatchStep
from watch_list.rows import check_day, locked_entry, not_in_the_future, note_step
from watch_list.workflow import WATCH_MOVES
from workflow.moves import WrongState, move

Step = WatchStep.Step
ANSWERS = {
    "convert": "I will ask for it to become an official channel",
    "rename": "I will rename it, or have done so",
    "close": "I will close it, or have done so",
    "other": "Something else",
}
ANSWERED = "This notice has been answered, or it is no longer asked for."


@transaction.atomic
def send_notice(*, entry: WatchedAccount, text: str, by: User, at: datetime) -> WatchedAccount:
    """Tell the holder in writing: no liability; convert, rename or close; answer by 10 school days (Q-5.2-9)."""
    on = localdate(at)
    entry = locked_entry(entry)
    if not text.strip():
        raise ValidationError({"text": "Enter the words of the notice"})
    answer_by = watching.answer_by(entry, on)
    move(entry, WATCH_MOVES.send_notice, by=by, at=at, data={"answer_by": answer_by.isoformat()})
    entry.notice_sent_on, entry.notice_text, entry.answer_by = on, text.strip(), answer_by
    entry.response, entry.responded_on = "", None
    entry.next_check_on = answer_by
    entry.save()
    note_step(entry, Step.NOTICE, by=by, at=at, text=text)
    watch_emails.settle(entry, at=at)
    if entry.holder is not None and not entry.holder.has_left(on):
        watch_emails.notice(entry, entry.holder, at=at)
    return entry


@transaction.atomic
def answer_notice(
    *, entry: WatchedAccount, choice: str, text: str = "", by: User, at: datetime
) -> WatchedAccount:
    """The holder says what they will do. Nothing is decided by it: somebody looks at the account."""
    entry = locked_entry(entry)
    check(by, Permission.WATCH_ANSWER, entry, localdate(at))
    if choice not in ANSWERS:
        raise ValidationError({"choice": "Select what you will do"})
    if choice == "other" and not text.strip():
        raise ValidationError({"text": "Enter what you will do"})
    words = "\n".join(filter(None, (f"{ANSWERS[choice]}.", text.strip())))
    _take_answer(entry, words, on=localdate(at), by=by, at=at)
    watch_emails.answered(entry, at=at)
    return entry


@transaction.atomic
def record_answer(
    *, entry: WatchedAccount, text: str, answered_on: date, by: User, at: datetime
) -> WatchedAccount:
    """Write down what the holder answered by letter, by phone or in person."""
    on = localdate(at)
    entry = locked_entry(entry)
    check(by, Permission.WATCH_KEEP, entry, on)
    not_in_the_future("answered_on", "Date of the answer", answered_on, on)
    _take_answer(entry, text, on=answered_on, by=by, at=at)
    return entry


def _take_answer(entry: WatchedAccount, text: str, *, on: date, by: User, at: datetime) -> None:
    if not entry.waits_for_answer:
        raise WrongState(ANSWERED, entry)
    entry.response, entry.responded_on = text, on
    entry.next_check_on = localdate(at)
    entry.save(update_fields=["response", "responded_on", "next_check_on"])
    trail.record(Event.WATCH_ANSWERED, by=by, at=at, record=entry)
    note_step(entry, Step.ANSWERED, by=by, at=at, on=on, text=text)
    watch_emails.settle(entry, at=at, person=entry.holder)


@transaction.atomic
def start_converting(
    *,
    entry: WatchedAccount,
    request_reference: str,
    by: User,
    at: datetime,
    channel: Channel | None = None,
) -> WatchedAccount:
    """Link the request by which this account becomes a channel of the school."""
    entry = move(entry, WATCH_MOVES.convert, by=by, at=at, data={"request": request_reference})
    entry.request_reference = request_reference
    entry.next_check_on = watching.six_months_after(localdate(at))
    entry.save(update_fields=["request_reference", "next_check_on"])
    note_step(entry, Step.CONVERTING, by=by, at=at, text=f"Request {request_reference}")
    watch_emails.settle(entry, at=at)
    if channel is not None:
        _become(entry, channel, by=by, at=at)
    return entry


@transaction.atomic
def take_over_planned(
    *, request_reference: str, channel: Channel, by: User, at: datetime
) -> WatchedAccount | None:
    """The request is approved: the planned channel is this account, which was open before (4.1.6)."""
    entry = _converting(request_reference=request_reference)
    if entry is not None:
        _become(entry, channel, by=by, at=at)
    return entry


def _become(entry: WatchedAccount, channel: Channel, *, by: User, at: datetime) -> None:
    entry.channel = channel
    entry.save(update_fields=["channel"])
    opened_before(channel, by=by, at=at, reason=f"It was on the watch list as {entry.reference}")


@transaction.atomic
def finish_converting(*, channel: Channel, at: datetime) -> WatchedAccount | None:
    """The channel is open: the account is ours now, and official by computation (Q-5.2-8)."""
    entry = _converting(channel=channel)
    if entry is None:
        return None
    entry = move(entry, WATCH_MOVES.converted, by=system_user(), at=at)
    entry.next_check_on = None
    entry.save(update_fields=["next_check_on"])
    note_step(entry, Step.CONVERTED, by=system_user(), at=at, text=f"Channel {channel.reference}")
    return entry


@transaction.atomic
def give_up_converting(*, request_reference: str, at: datetime) -> WatchedAccount | None:
    """Its request came to nothing: the account has to be dealt with within 5 school days (4.1.6)."""
    entry = _converting(request_reference=request_reference)
    if entry is None:
        return None
    entry = move(entry, WATCH_MOVES.not_converted, by=system_user(), at=at)
    entry.channel = None
    entry.next_check_on = watching.deal_by(entry.school or entry.trust, localdate(at))
    entry.save(update_fields=["channel", "next_check_on"])
    text = f"Request {request_reference} ended without an official channel"
    note_step(entry, Step.NOT_CONVERTED, by=system_user(), at=at, text=text)
    return entry


def _converting(**which: Any) -> WatchedAccount | None:
    rows = WatchedAccount.objects.select_for_update(of=("self",)).select_related("school")
    return rows.filter(status=WatchedAccount.Status.CONVERTING, **which).first()


@transaction.atomic
def rename_watched(
    *, entry: WatchedAccount, new_name: str, renamed_on: date, by: User, at: datetime
) -> WatchedAccount:
    """It no longer uses the school's name; it is looked at once more in 6 months (S23)."""
    on = localdate(at)
    not_in_the_future("renamed_on", "Date", renamed_on, on)
    entry = move(entry, WATCH_MOVES.rename, by=by, at=at)
    entry.next_check_on = watching.six_months_after(on)
    entry.save(update_fields=["next_check_on"])
    note_step(entry, Step.RENAMED, by=by, at=at, on=renamed_on, text=f"New name: {new_name}")
    watch_emails.settle(entry, at=at)
    return entry


@transaction.atomic
def remove_watched(
    *, entry: WatchedAccount, removed_on: date, note: str = "", by: User, at: datetime
) -> WatchedAccount:
    """It is closed, or the platform has taken it down."""
    not_in_the_future("removed_on", "Date", removed_on, localdate(at))
    entry = move(entry, WATCH_MOVES.remove, by=by, at=at, reason=note)
    entry.next_check_on = None
    entry.save(update_fields=["next_check_on"])
    note_step(entry, Step.REMOVED, by=by, at=at, on=removed_on, text=note)
    watch_emails.settle(entry, at=at)
    return entry


@transaction.atomic
def tolerate(
    *, entry: WatchedAccount, reason: str, next_check_on: date, by: User, at: datetime
) -> WatchedAccount:
    """The headteacher leaves it alone and says why; it is looked at again within 6 months."""
    return _with_check(entry, WATCH_MOVES.tolerate, Step.TOLERATED, reason, next_check_on, by, at)


@transaction.atomic
def escalate(
    *, entry: WatchedAccount, reason: str, next_check_on: date, by: User, at: datetime
) -> WatchedAccount:
    """Pass it on: to the platform, the police, or for legal advice."""
    return _with_check(entry, WATCH_MOVES.escalate, Step.ESCALATED, reason, next_check_on, by, at)


@transaction.atomic
def find_again(
    *, entry: WatchedAccount, reason: str, next_check_on: date, by: User, at: datetime
) -> WatchedAccount:
    """It is back, or worse than when it was left alone: it has to be dealt with again."""
    return _with_check(
        entry, WATCH_MOVES.find_again, Step.FOUND_AGAIN, reason, next_check_on, by, at
    )


def _with_check(
    entry: WatchedAccount,
    row: Any,
    step: str,
    reason: str,
    next_check_on: date,
    by: User,
    at: datetime,
) -> WatchedAccount:
    if not reason.strip():
        raise ValidationError({"reason": "Enter the reason"})
    check_day(next_check_on, localdate(at))
    entry.next_check_on = next_check_on
    # The table wants every account that is still there to have its next check, so the day comes first.
    WatchedAccount.objects.filter(pk=entry.pk, status__in=row.sources).update(
        next_check_on=next_check_on
    )
    moved: WatchedAccount = move(entry, row, by=by, at=at, reason=reason)
    note_step(moved, step, by=by, at=at, text=reason)
    watch_emails.settle(moved, at=at)
    return moved


@transaction.atomic
def record_check(
    *, entry: WatchedAccount, found: str, next_check_on: date, by: User, at: datetime
) -> WatchedAccount:
    """Somebody has looked at the account again: what they saw, and when to look next."""
    on = localdate(at)
    entry = locked_entry(entry)
    check(by, Permission.WATCH_KEEP, entry, on)
    if entry.next_check_on is None:
        raise WrongState("This account is official or gone, so it is not looked at again.", entry)
    entry.next_check_on, entry.last_checked_on = check_day(next_check_on, on), on
    entry.save(update_fields=["next_check_on", "last_checked_on"])
    trail.record(Event.WATCH_CHECKED, by=by, at=at, record=entry)
    note_step(entry, Step.CHECKED, by=by, at=at, text=found)
    watch_emails.settle(entry, at=at)
    return entry
