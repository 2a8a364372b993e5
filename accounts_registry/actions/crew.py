"""People come and go on a channel."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.actions.rows import (
    _locked,
)
from accounts_registry.actions.search import _index
from accounts_registry.models import Channel, ChannelPerson
from audit import trail
from audit.events import Event


@transaction.atomic
def add_person(
    *,
    channel: Channel,
    part: str,
    start_date: date,
    by: Any,
    at: datetime,
    person: Any = None,
    post: Any = None,
) -> ChannelPerson:
    """Give somebody, or whoever holds a post, a part in a channel from that day."""
    on = localdate(at)
    channel = _locked(channel)
    check(by, Permission.CHANNEL_CHANGE, channel, on)
    there = channel.people.on(start_date).filter(part=part, person=person, post=post).exists()
    if there:
        part_word = ChannelPerson.Part(part).label.lower()
        raise ValidationError(
            f"{(person and person.full_name) or post} is already {_a_part(part_word)}. Choose someone else"
        )
    order = channel.people.filter(part=part).count()
    row = channel.people.create(
        part=part, person=person, post=post, start_date=start_date, order=order
    )
    _index([channel.pk], at=at)
    trail.record(Event.CHANNEL_PERSON_ADDED, by=by, at=at, record=channel, data=_about(row))
    return row


@transaction.atomic
def end_person(
    *, channel_person: ChannelPerson, end_date: date, by: Any, at: datetime
) -> ChannelPerson:
    """End somebody's part in a channel; that day is the last. A channel is never left without an administrator (R12)."""
    on = localdate(at)
    channel = _locked(channel_person.channel)
    check(by, Permission.CHANNEL_CHANGE, channel, on)
    if _is_last(channel, channel_person, on):
        who = channel_person.person.full_name if channel_person.person else str(channel_person.post)
        raise ValidationError(
            f"Add another administrator before you remove {who}, or close the channel"
        )
    channel_person.end_date = max(end_date, channel_person.start_date)
    channel_person.save(update_fields=["end_date"])
    _index([channel.pk], at=at)
    trail.record(
        Event.CHANNEL_PERSON_ENDED, by=by, at=at, record=channel, data=_about(channel_person)
    )
    return channel_person


def _is_last(channel: Channel, leaving: ChannelPerson, on: date) -> bool:
    administrators = channel.people.on(on).filter(part__in=("master", "administrator"))
    return (
        leaving.part in ("master", "administrator")
        and not administrators.exclude(pk=leaving.pk).exists()
    )


def _about(row: ChannelPerson) -> dict[str, Any]:
    return {"part": row.part, "person": str(row.person_id or ""), "post": str(row.post_id or "")}


def _a_part(word: str) -> str:
    """an administrator, a moderator."""
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"
