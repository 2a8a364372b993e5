"""Which account a channel is: renamed, lost, written down wrongly, or known by its permanent id."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.accounts.rows import ask_to_confirm
from accounts_registry.life import emails
from accounts_registry.models import Channel
from accounts_registry.record.rows import (
    identify,
    keep_state,
    locked_channel,
    outline,
    remember_account,
    save_channel,
)
from accounts_registry.record.statuses import IN_USE
from audit import trail
from audit.events import Event
from people.models import User
from platforms.api import identity
from workflow.moves import WrongState

NOT_IN_USE = "This channel is not in use, so nothing can be recorded about its account."
NO_ACCOUNT = "It is already recorded that this account is no longer yours."
NO_HANDLE = "Enter the account name as it stands after the @, or the full link to the account"
ENDINGS = ("lost", "removed", "handed_over")


@transaction.atomic
def rename_account(
    *,
    channel: Channel,
    account_name: str,
    changed_on: date,
    by: User,
    at: datetime,
    page_name: str = "",
) -> Channel:
    """The platform calls our account something else since that day. The old name is never official again."""
    channel, on = _ours(channel, by, at)
    _check_day(channel, changed_on, on)
    before = copy(channel)
    _put(channel, account_name, page_name, on=on, renamed=True)
    if channel.identity == before.identity:
        return channel
    remember_account(before, until=changed_on, reason="renamed", by=by, at=at)
    save_channel(channel, on=on)
    keep_state(channel, by=by, at=at, on=changed_on)
    names = {"from": before.identity, "to": channel.identity, "on": changed_on.isoformat()}
    trail.record(Event.CHANNEL_RENAMED, by=by, at=at, record=channel, data=names)
    emails.life_changed(channel, f"the new name of {before.shown_name}", by=by, at=at)
    ask_to_confirm(channel, before, by=by, at=at)
    return channel


@transaction.atomic
def end_account(
    *, channel: Channel, until: date, reason: str, by: User, at: datetime, note: str = ""
) -> Channel:
    """This account is ours no longer: lost, taken away or handed over. It counts as official from no day on.

    The school does not hold its master privileges any more (Q-5.2-5), so the first test is not met.
    """
    channel, on = _ours(channel, by, at)
    _check_day(channel, until, on, field="until")
    if reason not in ENDINGS:
        raise ValidationError({"reason": "Select what has happened to the account"})
    if not channel.identity:
        raise WrongState(NO_ACCOUNT, channel)
    remember_account(channel, until=until, reason=reason, note=note, by=by, at=at)
    channel.handle = channel.identity = channel.url = channel.permanent_id = ""
    channel.master_privileges_held, channel.tests_checked_on = False, on
    outline(channel)
    save_channel(channel, on=on)
    keep_state(channel, by=by, at=at, on=until, reason=note)
    data = {"reason": reason, "until": until.isoformat()}
    trail.record(Event.CHANNEL_ACCOUNT_ENDED, by=by, at=at, record=channel, data=data)
    emails.account_ended(channel, by=by, at=at)
    return channel


@transaction.atomic
def correct_account(
    *, channel: Channel, account_name: str, note: str, by: User, at: datetime, page_name: str = ""
) -> Channel:
    """The register had the wrong account. What it had was never ours, and the history says who mended it."""
    channel, on = _ours(channel, by, at)
    before = copy(channel)
    _put(channel, account_name, page_name, on=on)
    if channel.identity == before.identity:
        return channel
    remember_account(before, until=on, reason="mistyped", note=note, by=by, at=at)
    save_channel(channel, on=on)
    keep_state(channel, by=by, at=at, reason=note)
    names = {"from": before.identity, "to": channel.identity}
    trail.record(Event.CHANNEL_CORRECTED, by=by, at=at, record=channel, reason=note, data=names)
    ask_to_confirm(channel, before, by=by, at=at)
    return channel


@transaction.atomic
def keep_permanent_id(*, channel: Channel, permanent_id: str, by: User, at: datetime) -> Channel:
    """Write down what the platform itself calls the account: it stays when the name changes.

    It counts once somebody else has confirmed it (`ids.confirm_permanent_id`).
    """
    channel, on = _ours(channel, by, at)
    found = identity.permanent_id(channel.platform, permanent_id)
    if not found:
        raise ValidationError(
            {
                "permanent_id": f"This is not an id that {channel.platform.name} gives. Copy the link that shows it"
            }
        )
    if channel.permanent_id == found:
        return channel
    channel.permanent_id = found
    save_channel(channel, on=on, field="permanent_id")
    keep_state(channel, by=by, at=at)
    trail.record(Event.CHANNEL_ID_KEPT, by=by, at=at, record=channel, data={"id": found})
    emails.id_to_confirm(channel, by=by, at=at)
    return channel


def _ours(channel: Channel, by: User, at: datetime) -> tuple[Channel, date]:
    """The channel, locked, where this person may change it and it is in use."""
    on = localdate(at)
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_CHANGE, channel, on)
    if channel.status not in IN_USE:
        raise WrongState(NOT_IN_USE, channel)
    return channel, on


def _put(
    channel: Channel, account_name: str, page_name: str, *, on: date, renamed: bool = False
) -> None:
    """Make this the channel's account; a name that only repeated the old handle follows it."""
    repeats = channel.account_name.removeprefix("@").casefold() == channel.handle.casefold()
    identify(channel, account_name, on=on, renamed=renamed)
    if not channel.identity:
        raise ValidationError({"account_name": NO_HANDLE})
    if page_name.strip():
        channel.account_name = page_name.strip()
    elif repeats:
        channel.account_name = channel.handle if "/" in channel.handle else f"@{channel.handle}"
    outline(channel)


def _check_day(channel: Channel, day: date, on: date, field: str = "changed_on") -> None:
    if day > on:
        raise ValidationError({field: "The date must be today or in the past"})
    began = max(filter(None, (channel.date_opened, *_last_change(channel))), default=None)
    if began and day < began:
        raise ValidationError({field: f"The date must be {began:%-d %B %Y} or later"})


def _last_change(channel: Channel) -> list[date]:
    return list(
        channel.former_handles.exclude(reason="mistyped").values_list("until", flat=True)[:1]
    )
