"""Who wrote down which account a channel is, by its id or by its name, read from the channel's own history."""

from __future__ import annotations

from itertools import takewhile
from uuid import UUID

from accounts_registry.models import Channel
from people.models import User


def entered_by(channel: Channel, fact: str = "permanent_id") -> UUID | None:
    """Who gave the channel the id (or the `identity`) that it has now: the first of the states in a row that say it."""
    states = channel.states.order_by("-id").values_list("facts", "by_id")
    since = takewhile(lambda one: one[0].get(fact) == getattr(channel, fact), states)
    return next((by for _, by in reversed(list(since))), None)


def waits_for(user: User, channel: Channel) -> bool:
    """Whether there is an id to confirm, and this person did not write it down."""
    if not channel.permanent_id or channel.is_id_confirmed:
        return False
    return entered_by(channel) != user.pk


def handle_waits_for(user: User, channel: Channel) -> bool:
    """Whether there is a changed name to confirm, and this person did not write it down."""
    return channel.waits_for_its_handle and entered_by(channel, "identity") != user.pk
