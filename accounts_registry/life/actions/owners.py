"""A channel goes to another school of the trust, or to the trust itself (C12)."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.life import emails
from accounts_registry.models import Channel
from accounts_registry.record.rows import keep_state, locked_channel
from audit import trail
from audit.events import Event
from people.models import User
from schools.models import School
from workflow.moves import WrongState


@transaction.atomic
def change_owner(
    *, channel: Channel, school: School, effective_on: date, reason: str, by: User, at: datetime
) -> Channel:
    """Give a channel to another school of its trust, or with no school to the trust, from that day.

    Its reference, its people and its history stay. Raises ValidationError by field.
    """
    on = localdate(at)
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_MOVE, channel, on)
    before = channel.school
    if before == school:
        owner = school or channel.trust
        raise WrongState(f"This channel belongs to {owner} already.", channel)
    if school is not None and school.trust_id != channel.trust_id:
        raise ValidationError({"school": "Select a school of the same trust"})
    if effective_on > on:
        raise ValidationError({"effective_on": "Date it changes must be today or in the past"})
    if channel.date_opened and effective_on < channel.date_opened:
        opened = f"{channel.date_opened:%-d %B %Y}"
        raise ValidationError(
            {"effective_on": f"Date it changes must be the same as or after it opened, {opened}"}
        )
    channel.school = school
    channel.save(update_fields=["school"])
    keep_state(channel, by=by, at=at, on=effective_on, reason=reason)
    trail.record(
        Event.CHANNEL_MOVED,
        by=by,
        at=at,
        record=channel,
        reason=reason,
        data={
            "from": str(before.pk) if before else "",
            "to": str(school.pk) if school else "",
            "on": effective_on.isoformat(),
        },
    )
    emails.moved(channel, before, effective_on, by=by, at=at)
    return channel
