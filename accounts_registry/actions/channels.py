"""The verbs of a channel: checked and opened, mended, or given up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry import intervals, opening
from accounts_registry.actions.rows import (
    _a_year_after,
    _identify,
    _keep,
    _locked,
    _set_values,
)
from accounts_registry.models import Channel
from accounts_registry.workflow import CHANNEL_MOVES
from audit import trail
from audit.events import Event
from workflow.moves import WrongState, move

CHECKS = (
    *opening.TESTS,
    "url",
    "credentials_location",
    "credentials_post",
    "recovery_email",
    "two_factor",
    "two_factor_reason",
    "privacy_settings_checked_on",
    "house_rules_url",
    "profile_states_role",
)


DETAILS = ("account_name", "url", "scope", "date_opened", "next_review_on", "planned_closing")


@transaction.atomic
def save_opening_checks(*, channel: Channel, by: Any, at: datetime, **answers: Any) -> Channel:
    """Keep what has been checked so far before opening; what is still missing stays a gap (4.2.3).

    Raises ValidationError with a sentence by field for what must never be kept.
    """
    on = localdate(at)
    channel = _locked(channel)
    check(by, Permission.CHANNEL_OPEN, channel, on)
    if channel.status != Channel.Status.PLANNED:
        raise WrongState(CHANNEL_MOVES.open.too_late, channel)
    if problems := opening.problems(channel, answers):
        raise ValidationError(problems)
    _set_values(channel, {key: value for key, value in answers.items() if key in CHECKS})
    if "url" in answers:
        _identify(channel, answers["url"] or channel.account_name)
    channel.tests_checked_on = on
    channel.save()
    _keep(channel, by=by, at=at)
    trail.record(
        Event.CHANNEL_CHECKED, by=by, at=at, record=channel, data={"fields": sorted(answers)}
    )
    return channel


@transaction.atomic
def open_channel(*, channel: Channel, date_opened: date, by: Any, at: datetime) -> Channel:
    """Make a planned channel live (C2). Every line of the opening checklist must be met."""
    on = localdate(at)
    channel = _locked(channel)
    if unmet := opening.unmet(channel, on=on):
        raise WrongState(f"This channel cannot open yet. {unmet[0].text}.", channel)
    if problem := opening.date_problem(channel, date_opened, on=on):
        raise WrongState(f"{problem}.", channel)
    channel = move(
        channel, CHANNEL_MOVES.open, by=by, at=at, data={"date_opened": date_opened.isoformat()}
    )
    channel.date_opened = date_opened
    channel.next_review_on = channel.next_review_on or _a_year_after(date_opened)
    _set_values(channel, intervals.on_opening(channel, date_opened))
    channel.save()
    _keep(channel, by=by, at=at)
    return channel


@transaction.atomic
def cancel_planned(*, channel: Channel, reason: str, by: Any, at: datetime) -> Channel:
    """A planned channel will not go ahead; its account name is free again (C10)."""
    channel = move(channel, CHANNEL_MOVES.cancel, by=by, at=at, reason=reason)
    _keep(channel, by=by, at=at, reason=reason)
    return channel


@transaction.atomic
def change_details(*, channel: Channel, by: Any, at: datetime, **details: Any) -> Channel:
    """Mend what the register says about a channel, such as its link or its next review date."""
    channel = _locked(channel)
    check(by, Permission.CHANNEL_CHANGE, channel, localdate(at))
    changed = sorted(
        key for key in DETAILS if key in details and getattr(channel, key) != details[key]
    )
    _set_values(channel, {key: details[key] for key in changed})
    if {"account_name", "url"} & set(changed):
        _identify(channel, channel.url or channel.account_name)
    channel.save()
    _keep(channel, by=by, at=at)
    if changed:
        trail.record(Event.CHANNEL_CHANGED, by=by, at=at, record=channel, data={"fields": changed})
    return channel
