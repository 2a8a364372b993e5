"""What the roles alone do not decide about who accepts a channel: registered when the app is ready."""

from __future__ import annotations

from datetime import date

from access.check import objection
from access.roles import Permission
from accounts_registry.record.models.channels import Channel
from people.models import User


def accepting(channel: Channel) -> Permission:
    """What it takes to accept this channel: a school's is its head's, the trust's own has no head."""
    if channel.school_id:
        return Permission.CHANNEL_ACCEPT
    return Permission.CHANNEL_ACCEPT_FOR_TRUST


@objection(Permission.CHANNEL_ACCEPT_FOR_TRUST)
def nobody_accepts_what_they_added(user: User, channel: Channel, on: date) -> str | None:
    """A head cannot add a channel. For the trust one person may do both, and not for the same account."""
    first = channel.states.order_by("id").values_list("by_id", flat=True).first()
    if first != user.pk:
        return None
    return (
        "You added this account, so somebody else must accept it. Ask the chief executive or the "
        "communications manager of the trust."
    )
