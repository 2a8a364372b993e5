"""Parts of the verbs of who runs a channel."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from accounts_registry.models import Channel, ChannelPerson
from accounts_registry.search.rows import index_channels
from audit import trail
from audit.events import Event
from people.models import User


def last_sentence(row: ChannelPerson) -> str:
    return f"Add another administrator before you remove {row.who}, or close the channel"


def record_people(
    event: Event, channel: Channel, row: ChannelPerson, by: User, at: datetime
) -> None:
    """On record, and found by its people again. They are rows with days of their own, so no state is kept."""
    index_channels([channel.pk], at=at)
    trail.record(event, by=by, at=at, record=channel, data=about_part(row))


def refuse_future(day: date, on: date) -> None:
    if day > on:
        raise ValidationError(
            {"access_removed_on": "Day access was removed must be today or in the past"}
        )


def about_part(row: ChannelPerson) -> dict[str, Any]:
    return {"part": row.part, "person": str(row.person_id or ""), "post": str(row.post_id or "")}
