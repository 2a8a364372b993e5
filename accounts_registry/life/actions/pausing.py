"""Pausing a channel and taking it up again (4.2.2, C5 and C6)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.life import emails
from accounts_registry.life.rows import why_not_resume
from accounts_registry.life.workflow import CHANNEL_MOVES
from accounts_registry.models import Channel, PauseCause
from accounts_registry.record.rows import keep_state, locked_channel
from audit import trail
from audit.events import Event
from notifications import post
from people.api import system_user
from people.models import User
from workflow.moves import WrongState, move

STOP_WITHIN = timedelta(days=1)
SAID_FOR_SAFETY = "The school has paused it for now"
PAUSED = ("pause_cause", "pause_reason", "paused_for_safety", "freeze_due")


@transaction.atomic
def pause(
    *, channel: Channel, reason: str, by: User, at: datetime, cause: str = PauseCause.OTHER
) -> Channel:
    """Stop posting for now. Everybody who runs it is told, and confirms within a day that nobody posts."""
    channel = move(
        channel, CHANNEL_MOVES.suspend, by=by, at=at, reason=reason, data={"cause": str(cause)}
    )
    _freeze(channel, cause, reason, at)
    keep_state(channel, by=by, at=at, reason=reason)
    emails.life_changed(channel, "paused", by=by, at=at)
    return channel


@transaction.atomic
def pause_for_safety(*, channel: Channel, by: User, at: datetime) -> Channel:
    """The safeguarding lead stops posting for now, and has to agree before it goes on.

    Why is never asked or kept here: those who run the channel may be those it is about. For the same
    reason neither the history of the channel nor the e-mail names who paused it.
    """
    channel = move(channel, CHANNEL_MOVES.suspend_for_safety, by=by, at=at, restricted=True)
    channel.paused_for_safety = True
    _freeze(channel, PauseCause.LOOKED_INTO, SAID_FOR_SAFETY, at)
    keep_state(channel, by=system_user(), at=at, reason=SAID_FOR_SAFETY)
    emails.life_changed(channel, "paused", by=by, at=at, named=False)
    return channel


def _freeze(channel: Channel, cause: str, reason: str, at: datetime) -> None:
    channel.pause_cause, channel.pause_reason = cause, reason
    channel.freeze_due = localdate(at) + STOP_WITHIN
    channel.save(update_fields=PAUSED)


@transaction.atomic
def confirm_frozen(*, channel: Channel, by: User, at: datetime) -> Channel:
    """Say that nobody posts or answers on a paused channel. Saying it twice changes nothing."""
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_CONFIRM_FROZEN, channel, localdate(at))
    if channel.status != Channel.Status.SUSPENDED:
        raise WrongState(CHANNEL_MOVES.resume.too_late, channel)
    if channel.freeze_due is None:
        return channel
    channel.freeze_due = None
    channel.save(update_fields=["freeze_due"])
    keep_state(channel, by=by, at=at, reason="Nobody posts on it")
    post.settle(reference=channel.reference, kind="channel_life", at=at)
    trail.record(Event.CHANNEL_FROZEN, by=by, at=at, record=channel)
    return channel


@transaction.atomic
def agree_to_resume(*, channel: Channel, by: User, at: datetime) -> Channel:
    """The safeguarding lead agrees that a channel they paused may go on; the headteacher decides when."""
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_PAUSE_FOR_SAFETY, channel, localdate(at))
    if channel.status not in (Channel.Status.SUSPENDED, Channel.Status.CLOSING):
        raise WrongState(CHANNEL_MOVES.resume.too_late, channel)
    if not channel.paused_for_safety:
        return channel
    channel.paused_for_safety = False
    channel.save(update_fields=["paused_for_safety"])
    keep_state(channel, by=system_user(), at=at)
    trail.record(Event.CHANNEL_RESUME_AGREED, by=by, at=at, record=channel, restricted=True)
    emails.may_go_on(channel, by=by, at=at)
    return channel


@transaction.atomic
def resume(*, channel: Channel, by: User, at: datetime) -> Channel:
    """Take a paused channel up again, once what was wrong is put right and enough people run it."""
    on = localdate(at)
    locked = locked_channel(channel)
    check(by, Permission.CHANNEL_PAUSE, locked, on)
    if locked.status == Channel.Status.SUSPENDED and (reason := why_not_resume(locked, on)):
        raise WrongState(reason, locked)
    channel = move(channel, CHANNEL_MOVES.resume, by=by, at=at)
    channel.pause_cause = channel.pause_reason = ""
    channel.freeze_due = None
    channel.save(update_fields=PAUSED)
    keep_state(channel, by=by, at=at)
    post.settle(reference=channel.reference, kind="channel_life", at=at)
    emails.life_changed(channel, "open again", by=by, at=at)
    return channel
