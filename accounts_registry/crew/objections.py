"""What the roles alone do not decide about who moderates: registered when the app is ready."""

from __future__ import annotations

from datetime import date

from access.check import objection
from access.roles import BY_CODE, Permission
from accounts_registry.record.models.channels import Channel
from people.models import User
from schools.api import policy_settings


def designator(channel: Channel) -> str:
    """The role that confirms who moderates this channel (2.11)."""
    place = {"school": channel.school} if channel.school else {"trust": channel.trust}
    return str(policy_settings.value("moderator_designator", **place))


def designator_name(channel: Channel) -> str:
    return BY_CODE[designator(channel)].name.lower()


def may_designate(user: User, channel: Channel, on: date) -> bool:
    """Whoever the setting names, or the trust's holder of that role where a school has none."""
    return bool(user.holds(designator(channel), on, channel.school))


@objection(Permission.MODERATOR_CONFIRM)
def only_the_designator_confirms(user: User, channel: Channel, on: date) -> str | None:
    if may_designate(user, channel, on):
        return None
    return f"Only the {designator_name(channel)} confirms who moderates a channel."
