"""Whether the id that somebody wrote down is our account's: said by the headteacher or communications."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from access.check import Denied, check
from access.roles import Permission
from accounts_registry.accounts import permanent_ids
from accounts_registry.life import emails
from accounts_registry.models import Channel
from accounts_registry.record.rows import keep_state, locked_channel, save_channel
from audit import trail
from audit.events import Event
from notifications import post
from people.models import User
from workflow.moves import WrongState

OWN = "You wrote down this id, so somebody else must open its link and confirm it. Ask the headteacher or the communications manager."
CHANGED = "The id has changed since you opened this page. Open the link that it shows now."
OWN_NAME = "You wrote down this name, so somebody else must open the account and confirm it. Ask the headteacher or the communications manager."
NAME_CHANGED = "The account has changed since you opened this page. Open the one that it shows now."
ALL_WE_HAVE = (
    "The id is all that is known of this account. Enter the right account or its link instead."
)


@transaction.atomic
def confirm_permanent_id(*, channel: Channel, permanent_id: str, by: User, at: datetime) -> Channel:
    """Somebody who did not write it down has opened the link of this id, and it is our account.

    Until then a link that shows the id is "being checked". `permanent_id` is the one that was opened.
    """
    channel, on = _asked(channel, permanent_id, by, at)
    if channel.is_id_confirmed:
        return channel
    channel.confirmed_id = channel.permanent_id
    if channel.rests_on_its_id:
        channel.confirmed_identity = channel.identity
    _finish(channel, on, by, at)
    trail.record(Event.CHANNEL_ID_CONFIRMED, by=by, at=at, record=channel, data=_id(permanent_id))
    return channel


@transaction.atomic
def drop_permanent_id(*, channel: Channel, permanent_id: str, by: User, at: datetime) -> Channel:
    """The link of this id leads to somebody else's account: the channel does not have it any more."""
    channel, on = _asked(channel, permanent_id, by, at)
    if channel.rests_on_its_id:
        raise WrongState(ALL_WE_HAVE, channel)
    channel.permanent_id = channel.confirmed_id = ""
    _finish(channel, on, by, at)
    trail.record(Event.CHANNEL_ID_DROPPED, by=by, at=at, record=channel, data=_id(permanent_id))
    return channel


@transaction.atomic
def confirm_handle(*, channel: Channel, identity: str, by: User, at: datetime) -> Channel:
    """Somebody who did not write it down has opened the account by its changed name, and it is ours.

    Until then the account is "being checked" in public. `identity` is the one that was opened.
    """
    on = localdate(at)
    channel = locked_channel(channel)
    check(by, Permission.ACCOUNT_CONFIRM, channel, on)
    if not identity or channel.identity != identity:
        raise WrongState(NAME_CHANGED, channel)
    if not channel.waits_for_its_handle:
        return channel
    if permanent_ids.entered_by(channel, "identity") == by.pk:
        raise Denied(OWN_NAME)
    channel.confirmed_identity = channel.identity
    save_channel(channel, on=on)
    keep_state(channel, by=by, at=at)
    post.settle(reference=channel.reference, kind=emails.HANDLE_TO_CONFIRM, at=at)
    data = {"account": identity}
    trail.record(Event.CHANNEL_HANDLE_CONFIRMED, by=by, at=at, record=channel, data=data)
    return channel


def _asked(channel: Channel, permanent_id: str, by: User, at: datetime) -> tuple[Channel, date]:
    """The channel, locked, where this person may answer for the id that they have seen."""
    on = localdate(at)
    channel = locked_channel(channel)
    check(by, Permission.ACCOUNT_CONFIRM, channel, on)
    if not permanent_id or channel.permanent_id != permanent_id:
        raise WrongState(CHANGED, channel)
    if not channel.is_id_confirmed and permanent_ids.entered_by(channel) == by.pk:
        raise Denied(OWN)
    return channel, on


def _finish(channel: Channel, on: date, by: User, at: datetime) -> None:
    save_channel(channel, on=on, field="permanent_id")
    keep_state(channel, by=by, at=at)
    post.settle(reference=channel.reference, kind=emails.ID_TO_CONFIRM, at=at)


def _id(permanent_id: str) -> dict[str, str]:
    return {"id": permanent_id}
