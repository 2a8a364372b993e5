"""What surrounds an opening: the logo agreed, live before its approval, and what is recorded after it."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.accounts.rows import another_was_meant, ask_to_confirm
from accounts_registry.life import emails, opening_checks
from accounts_registry.life.workflow import CHANNEL_MOVES
from accounts_registry.models import Channel, PauseCause
from accounts_registry.record.rows import (
    identify,
    keep_state,
    locked_channel,
    set_values,
    start_life,
)
from accounts_registry.record.statuses import IN_USE
from audit import trail
from audit.events import Event
from notifications import post
from people.models import User
from workflow.moves import WrongState, move

COMPLETION = (
    "url",
    "website_link_url",
    "no_link_reason",
    "privacy_notice_listed_on",
    "privacy_notice_version",
    "parents_notice_shown",
)
WAITS_FOR_CHECKS = "It was live before its approval, and its opening checks are not complete"


@transaction.atomic
def agree_logo(*, channel: Channel, by: User, at: datetime) -> Channel:
    """The communications manager or the headteacher agrees to the school's logo on it (I-A.4.7)."""
    on = localdate(at)
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_AGREE_LOGO, channel, on)
    if not channel.logo_used:
        raise WrongState("This channel does not show the school's logo.", channel)
    if channel.logo_agreed_on:
        return channel
    channel.logo_agreed_on = on
    channel.save(update_fields=["logo_agreed_on"])
    keep_state(channel, by=by, at=at, reason="Logo agreed")
    trail.record(Event.CHANNEL_LOGO_AGREED, by=by, at=at, record=channel)
    return channel


@transaction.atomic
def open_early(*, channel: Channel, date_opened: date, by: User, at: datetime) -> Channel:
    """Record an approved channel that was live before its approval, with its true date (C4, 4.1.6).

    Open when its checklist is complete, else paused until it is. The flag stays for ever.
    """
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_OPEN_EARLY, channel, localdate(at))
    if channel.approved_on is None or date_opened >= channel.approved_on:
        raise ValidationError(
            {"date_opened": "Opening date must be before the day it was approved"}
        )
    is_complete = not opening_checks.unmet(channel, on=localdate(at))
    channel = move(
        channel,
        CHANNEL_MOVES.open_early,
        by=by,
        at=at,
        to=Channel.Status.OPEN if is_complete else Channel.Status.SUSPENDED,
        data={"date_opened": date_opened.isoformat()},
    )
    channel.retrospective = True
    start_life(channel, date_opened, at)
    if not is_complete:
        channel.pause_cause, channel.pause_reason = PauseCause.CHECKS, WAITS_FOR_CHECKS
        channel.freeze_due = localdate(at)
    channel.save()
    keep_state(channel, by=by, at=at, reason="Live before its approval")
    emails.opened(channel, by=by, at=at)
    return channel


@transaction.atomic
def complete(*, channel: Channel, by: User, at: datetime, **answers: Any) -> Channel:
    """Record what is due within 10 school days of opening: link, website, privacy notice, parents' notice."""
    on = localdate(at)
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_COMPLETE, channel, on)
    if channel.status not in IN_USE:
        raise WrongState("This channel is not live, so there is nothing to record here.", channel)
    listed = answers.get("privacy_notice_listed_on")
    if listed and listed > on:
        raise ValidationError(
            {"privacy_notice_listed_on": "Date it was listed must be today or in the past"}
        )
    before = copy(channel)
    changed = sorted(
        key for key in COMPLETION if key in answers and getattr(channel, key) != answers[key]
    )
    set_values(channel, {key: answers[key] for key in changed})
    if "url" in changed:
        identify(channel, channel.url or channel.account_name, on=on)
    another_was_meant(channel, before, by=by, at=at)
    if not opening_checks.incomplete(channel):
        channel.completion_due = None
        post.settle(reference=channel.reference, kind="channel_opened", at=at)
    channel.save()
    keep_state(channel, by=by, at=at)
    if changed:
        trail.record(
            Event.CHANNEL_COMPLETED, by=by, at=at, record=channel, data={"fields": changed}
        )
    ask_to_confirm(channel, before, by=by, at=at)
    return channel
