"""The verbs of a channel: checked and opened, mended, or given up."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.accounts.rows import another_was_meant, ask_to_confirm
from accounts_registry.life import emails as life_emails
from accounts_registry.life import opening_checks
from accounts_registry.life.workflow import CHANNEL_MOVES
from accounts_registry.models import LIVE, Channel
from accounts_registry.page import consistency, edits
from accounts_registry.proposals import emails as proposals_emails
from accounts_registry.proposals import wider_steps
from accounts_registry.proposals.actions import hold_back
from accounts_registry.record.rows import (
    identify,
    keep_state,
    locked_channel,
    save_channel,
    set_values,
    start_life,
)
from audit import trail
from audit.events import Event
from people.models import User
from workflow.moves import WrongState, move

CHECKS = (
    *opening_checks.TESTS,
    "url",
    "credentials_location",
    "credentials_post",
    "recovery_email",
    "two_factor",
    "two_factor_reason",
    "privacy_settings_checked_on",
    "house_rules_url",
    "profile_states_role",
    "logo_used",
    "moderation_mode",
    "min_age",
    "consents_checked_on",
)
# The checks of a channel that is there already can be mended too (C3, C4).
MENDABLE = (
    Channel.Status.PLANNED,
    Channel.Status.OPEN,
    Channel.Status.SUSPENDED,
    Channel.Status.CLOSING,
)


DETAILS = frozenset(
    [
        "account_name",
        "url",
        "scope",
        "department",
        "hosting",
        "host_name",
        "date_opened",
        "purpose",
        "objective",
        "aims",
        "audience",
        "contributors",
        "pupils_under_16",
        "openness",
        "membership",
        "interaction",
        "min_age",
        "pupil_communication_allowed",
        "moderation_required",
        "moderation_reason",
        "moderation_mode",
        "moderation_team",
        "pupil_images",
        "intervention_plan",
        "profile_states_role",
        "parents_notice_shown",
        "logo_used",
        "logo_link_back_url",
        "planned_opening",
        "next_review_on",
        "planned_closing",
        "last_post_on",
        "last_post_checked_on",
        "credentials_location",
        "credentials_post",
        "recovery_email",
        "two_factor",
        "two_factor_reason",
        "credentials_verified_on",
        "credentials_rotated_on",
        "rotation_reason",
        "website_link_url",
        "no_link_reason",
        "privacy_notice_listed_on",
        "privacy_notice_version",
        "admin_limit_reason",
    ]
)


@transaction.atomic
def save_opening_checks(*, channel: Channel, by: User, at: datetime, **answers: Any) -> Channel:
    """Keep what has been checked so far; what is still missing stays a line of the list (4.2.3).

    Raises ValidationError with a sentence by field for what must never be kept.
    """
    on = localdate(at)
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_OPEN, channel, on)
    if channel.status not in MENDABLE:
        raise WrongState("This channel is not on the register as live any more.", channel)
    if problems := opening_checks.problems(channel, answers):
        raise ValidationError(problems)
    before = copy(channel)
    set_values(channel, {key: value for key, value in answers.items() if key in CHECKS})
    _hold_back_steps(channel, before, sorted(set(answers) & set(CHECKS)), by=by, at=at)
    if not channel.logo_used:
        channel.logo_agreed_on = None
    if "url" in answers:
        identify(channel, answers["url"] or channel.account_name, on=on)
    another_was_meant(channel, before, by=by, at=at)
    channel.tests_checked_on = on
    save_channel(channel, on=on)
    keep_state(channel, by=by, at=at)
    trail.record(
        Event.CHANNEL_CHECKED, by=by, at=at, record=channel, data={"fields": sorted(answers)}
    )
    ask_to_confirm(channel, before, by=by, at=at)
    return channel


@transaction.atomic
def open_channel(
    *,
    channel: Channel,
    date_opened: date,
    by: User,
    at: datetime,
    first_opened: date | None = None,
) -> Channel:
    """Make a planned channel live (C2). Every line of the opening checklist must be met.

    `first_opened`: the true first day of an account that was open before it was ours (S23).
    """
    on = localdate(at)
    channel = locked_channel(channel)
    if unmet := opening_checks.unmet(channel, on=on):
        raise WrongState(f"This channel cannot open yet. {unmet[0].text}.", channel)
    if problem := opening_checks.date_problem(
        channel, date_opened, on=on, first_opened=first_opened
    ):
        raise WrongState(f"{problem}.", channel)
    before = copy(channel)
    channel = move(
        channel, CHANNEL_MOVES.open, by=by, at=at, data={"date_opened": date_opened.isoformat()}
    )
    start_life(channel, date_opened, at)
    # The opening checks were about this account; another name from now on takes a second look.
    channel.confirmed_identity = channel.identity
    channel.save()
    keep_state(channel, by=by, at=at)
    life_emails.opened(channel, by=by, at=at)
    ask_to_confirm(channel, before, by=by, at=at)
    return channel


@transaction.atomic
def cancel_planned(*, channel: Channel, reason: str, by: User, at: datetime) -> Channel:
    """A planned channel will not go ahead; its account name is free again (C10)."""
    channel = move(channel, CHANNEL_MOVES.cancel, by=by, at=at, reason=reason)
    keep_state(channel, by=by, at=at, reason=reason)
    return channel


@transaction.atomic
def change_details(
    *, channel: Channel, by: User, at: datetime, drawn_from: int | None = None, **details: Any
) -> Channel:
    """Mend what the register says about a channel, such as its link or its next review date.

    `drawn_from` is the state that the page was drawn from: what others have changed since then stands,
    and Overtaken is raised where both changed the same. Raises ValidationError by field for what cannot
    stand together, and for anything that looks like a password.
    """
    on = localdate(at)
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_CHANGE, channel, on)
    asked = {key: value for key, value in details.items() if key in DETAILS}
    values = edits.merge(channel, asked, drawn_from=drawn_from, by=by)
    changed = sorted(key for key in values if getattr(channel, key) != values[key])
    before = copy(channel)
    set_values(channel, {key: values[key] for key in changed})
    if found := consistency.problems(channel, set(asked), set(changed), by=by, on=on):
        raise ValidationError(found)
    held = _hold_back_steps(channel, before, changed, by=by, at=at)
    changed = [name for name in changed if name not in held]
    if {"account_name", "url"} & set(changed):
        identify(channel, channel.url or channel.account_name, on=on)
    another_was_meant(channel, before, by=by, at=at)
    save_channel(channel, on=on)
    keep_state(channel, by=by, at=at)
    if changed:
        trail.record(Event.CHANNEL_CHANGED, by=by, at=at, record=channel, data={"fields": changed})
    ask_to_confirm(channel, before, by=by, at=at)
    return channel


def _hold_back_steps(
    channel: Channel, before: Channel, changed: Sequence[str], *, by: User, at: datetime
) -> list[str]:
    """What is a step towards pupils or to openness stays as it was approved, and waits.

    Whoever approves channels takes the step at once, and the safeguarding lead hears of it all the same.
    """
    found = wider_steps.steps(before, {name: getattr(channel, name) for name in changed})
    if not found or not (channel.is_accepted and channel.status in LIVE):
        return []
    if not wider_steps.waits(before, by, localdate(at)):
        proposals_emails.widened(channel, found, by=by, at=at)
        return []
    hold_back(
        channel=channel, values={name: getattr(channel, name) for name in found}, by=by, at=at
    )
    set_values(channel, {name: getattr(before, name) for name in found})
    return found
