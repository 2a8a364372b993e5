"""A closing that does not stand, and what is seen of a closed account later (C9, C11, 4.2.5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.accounts import ownership
from accounts_registry.life import emails
from accounts_registry.life.rows import MUST_AGREE, why_not_resume
from accounts_registry.life.workflow import CHANNEL_MOVES
from accounts_registry.models import Channel, Closing, PauseCause, ReappearanceCheck
from accounts_registry.record.rows import keep_state, locked_channel
from audit import trail
from audit.events import Event
from people.models import User
from secret_detection import detect
from workflow.moves import WrongState, move

MAY_TURN_BACK = timedelta(days=14)
TOO_LATE = "It closed more than 14 days ago. Ask for a new channel instead."

KEEP_TOO_LATE = "Its closing began more than 14 days ago. Close it, and ask for a new channel."


@transaction.atomic
def keep(*, channel: Channel, reason: str, by: User, at: datetime) -> Channel:
    """Keep a channel that was closing, within 14 days, because its aim still holds (C9)."""
    on = localdate(at)
    locked = locked_channel(channel)
    check(by, Permission.CHANNEL_KEEP, locked, on)
    closing = locked.closings.under_way().first()
    if closing and on - closing.began_on > MAY_TURN_BACK:
        raise WrongState(KEEP_TOO_LATE, locked)
    if closing and locked.paused_for_safety:
        raise WrongState(MUST_AGREE, locked)
    # One that was paused until its opening checks are done does not slip past them.
    if closing and locked.pause_cause == PauseCause.CHECKS and (why := why_not_resume(locked, on)):
        raise WrongState(why, locked)
    channel = move(channel, CHANNEL_MOVES.keep, by=by, at=at, reason=reason)
    _finish(closing, Closing.State.KEPT, reason, by, on)
    channel.planned_closing, channel.handle_parked = None, False
    channel.closure_reason = channel.closure_note = ""
    channel.pause_cause = channel.pause_reason = ""
    channel.save()
    keep_state(channel, by=by, at=at, reason=reason)
    emails.life_changed(channel, "open again", by=by, at=at)
    return channel


@transaction.atomic
def reverse_mistake(*, channel: Channel, reason: str, by: User, at: datetime) -> Channel:
    """Take back a closing that was recorded by mistake, within 14 days of recording it (C11).

    It is closing again as before, or open where it came onto the register closed. Who ran it runs it again.
    """
    on = localdate(at)
    if not reason.strip():
        raise ValidationError({"reason": "Enter what was wrong"})
    check(by, Permission.CHANNEL_KEEP, channel, on)
    closing = channel.closings.filter(state=Closing.State.CLOSED).order_by("-ended_on").first()
    recorded = closing.ended_on if closing else channel.registered_on
    if channel.status == Channel.Status.CLOSED and (
        recorded is None or on - recorded > MAY_TURN_BACK
    ):
        raise WrongState(TOO_LATE, channel)
    _refuse_taken(channel)
    target = Channel.Status.CLOSING if closing else Channel.Status.OPEN
    channel = move(
        channel, CHANNEL_MOVES.reverse_closing, by=by, at=at, to=target, reason=reason.strip()
    )
    ended = Q(pk__in=closing.people_ended) if closing else Q(end_date=channel.date_closed)
    channel.people.filter(ended).update(end_date=None)
    channel.date_closed = channel.reappearance_due = None
    channel.closure_evidence = ""
    channel.save()
    channel.reappearance_checks.waiting().update(dropped=True)
    if closing:
        _take_up_again(closing, reason, by, on)
    keep_state(channel, by=by, at=at, reason=reason)
    emails.closing_taken_back(channel, closing, reason, by=by, at=at)
    return channel


def _refuse_taken(channel: Channel) -> None:
    holder = ownership.taken(channel.identity, besides=channel)
    if holder is not None and channel.status == Channel.Status.CLOSED:
        raise WrongState(
            "Its account name has been registered again since. Ask for a new channel instead.",
            channel,
        )


def _take_up_again(closing: Closing, reason: str, by: User, on: date) -> None:
    """The mistaken closing stays as it was; the same plan and its steps go on in a new one."""
    steps = list(closing.steps.all())
    _finish(closing, Closing.State.REVERSED, reason, by, on)
    again = Closing(
        **{
            name: getattr(closing, name)
            for name in (
                "channel",
                "began_on",
                "began_by",
                "planned_for",
                "reason",
                "note",
                "ending",
                "handed_to",
                "followers",
                "tell",
            )
        }
    )
    again.save(force_insert=True)
    for step in steps:
        step.pk, step.closing = None, again
        step._state.adding = True
        step.save(force_insert=True)


def _finish(closing: Closing | None, state: str, reason: str, by: User, on: date) -> None:
    if closing is not None:
        closing.state, closing.ended_on, closing.ended_by = state, on, by
        closing.ended_because = reason.strip()[:400]
        closing.save()


@transaction.atomic
def note_reappearance(
    *, channel: Channel, result: str, by: User, at: datetime, note: str = ""
) -> ReappearanceCheck:
    """Write down whether a closed account is still gone. The closed row keeps its dates and its status.

    The same finding twice on one day is written once.
    """
    on = localdate(at)
    detect.refuse({"note": note})
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_CHECK_CLOSED, channel, on)
    if channel.status != Channel.Status.CLOSED:
        raise WrongState("This channel is not closed.", channel)
    same = channel.reappearance_checks.filter(checked_on=on, result=result).last()
    if same:
        return same
    row = channel.reappearance_checks.waiting().filter(due_on__lte=on).order_by("-due_on").first()
    row = row or ReappearanceCheck(channel=channel)
    row.result, row.note, row.checked_on, row.checked_by = result, note.strip(), on, by
    row.save()
    # Looking once answers every check that was due by now.
    earlier = channel.reappearance_checks.waiting().filter(due_on__lte=on)
    earlier.update(result=result, checked_on=on, checked_by=by)
    channel.reappearance_due = (
        channel.reappearance_checks.waiting().values_list("due_on", flat=True).first()
    )
    channel.save(update_fields=["reappearance_due"])
    keep_state(channel, by=by, at=at)
    trail.record(
        Event.CHANNEL_LOOKED_FOR, by=by, at=at, record=channel, data={"result": str(result)}
    )
    return row
