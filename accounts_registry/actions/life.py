"""What happens to a channel once it is live: paused and taken up again, then closed for good (4.2.2, C5 to C8)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from accounts_registry import emails
from accounts_registry.actions.rows import _keep
from accounts_registry.models import Channel
from accounts_registry.workflow import CHANNEL_MOVES
from workflow.moves import move


@transaction.atomic
def suspend(*, channel: Channel, reason: str, by: Any, at: datetime) -> Channel:
    """Stop posting for now. Everybody who runs it is told; no moderator is needed meanwhile."""
    channel = move(channel, CHANNEL_MOVES.suspend, by=by, at=at, reason=reason)
    channel.pause_reason = reason
    channel.save(update_fields=["pause_reason"])
    _keep(channel, by=by, at=at, reason=reason)
    emails.life_changed(channel, "paused", by=by, at=at)
    return channel


@transaction.atomic
def resume(*, channel: Channel, by: Any, at: datetime) -> Channel:
    """Take a paused channel up again."""
    channel = move(channel, CHANNEL_MOVES.resume, by=by, at=at)
    channel.pause_reason = ""
    channel.save(update_fields=["pause_reason"])
    _keep(channel, by=by, at=at)
    emails.life_changed(channel, "open again", by=by, at=at)
    return channel


@transaction.atomic
def start_closing(
    *, channel: Channel, planned_closing: date, reason: str, by: Any, at: datetime
) -> Channel:
    """Say that a channel will close, and when. Nobody who runs it need agree (Q-5.2-12)."""
    if planned_closing < localdate(at):
        raise ValidationError({"planned_closing": "Closing date must be today or in the future"})
    channel = move(
        channel,
        CHANNEL_MOVES.start_closing,
        by=by,
        at=at,
        reason=reason,
        data={"closes": planned_closing.isoformat()},
    )
    channel.planned_closing = planned_closing
    channel.save(update_fields=["planned_closing"])
    _keep(channel, by=by, at=at, reason=reason)
    emails.life_changed(channel, "closing", by=by, at=at)
    return channel


@transaction.atomic
def close(*, channel: Channel, date_closed: date, by: Any, at: datetime) -> Channel:
    """Record that the account is closed. Its row stays on the register, and nobody runs it any more."""
    if date_closed > localdate(at):
        raise ValidationError({"date_closed": "Closing date must be today or in the past"})
    if channel.date_opened and date_closed < channel.date_opened:
        opened = f"{channel.date_opened:%-d %B %Y}"
        raise ValidationError(
            {
                "date_closed": f"Closing date must be the same as or after the day it opened, {opened}"
            }
        )
    # The table wants a closed channel to have its date, so the date comes first.
    Channel.objects.filter(pk=channel.pk, status=Channel.Status.CLOSING).update(
        date_closed=date_closed
    )
    channel = move(
        channel, CHANNEL_MOVES.close, by=by, at=at, data={"date_closed": date_closed.isoformat()}
    )
    channel.people.filter(end_date=None).update(end_date=date_closed)
    _keep(channel, by=by, at=at, on=date_closed)
    return channel
