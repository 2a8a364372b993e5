"""Asking for a second look once another account has been written down for a channel that is in use."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from accounts_registry.life import emails
from accounts_registry.models import Channel
from accounts_registry.record.rows import remember_account
from accounts_registry.record.statuses import IN_USE
from people.models import User


def ask_to_confirm(channel: Channel, before: Channel, *, by: User, at: datetime) -> None:
    """Letters to whoever confirms: about an id that has come, and about a name that is another now."""
    if channel.status not in IN_USE or not channel.is_accepted:
        return
    is_new = channel.permanent_id != before.permanent_id or channel.status != before.status
    if is_new and channel.permanent_id and not channel.is_id_confirmed:
        emails.id_to_confirm(channel, by=by, at=at)
    if channel.identity != before.identity and channel.waits_for_its_handle:
        emails.handle_to_confirm(channel, by=by, at=at)


def another_was_meant(channel: Channel, before: Channel, *, by: User, at: datetime) -> None:
    """A new name of the same account is told on the account page; here one was written down wrongly."""
    is_there = channel.date_opened or channel.status in IN_USE
    if is_there and channel.identity != before.identity:
        remember_account(before, until=localdate(at), reason="mistyped", by=by, at=at)
