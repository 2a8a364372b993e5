"""Who wrote down the id that the platform gives an account, read from the channel's own history."""

from __future__ import annotations

from itertools import takewhile
from typing import Any
from uuid import UUID

from accounts_registry.models import Channel


def entered_by(channel: Channel) -> UUID | None:
    """Who gave the channel the id that it has now: the first of the states in a row that say it."""
    states = channel.states.order_by("-id").values_list("facts", "by_id")
    since = takewhile(lambda one: one[0].get("permanent_id") == channel.permanent_id, states)
    return next((by for _, by in reversed(list(since))), None)


def waits_for(user: Any, channel: Channel) -> bool:
    """Whether there is an id to confirm, and this person did not write it down."""
    if not channel.permanent_id or channel.is_id_confirmed:
        return False
    return entered_by(channel) != user.pk
