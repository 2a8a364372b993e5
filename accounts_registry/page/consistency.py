"""What cannot stand together in one channel, as sentences beside the field to mend (requirements 3.10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from accounts_registry.crew import crew_lines
from accounts_registry.crew.crew_lines import OPERATORS
from accounts_registry.life import opening_checks
from accounts_registry.models import Channel
from accounts_registry.record.labels import PUPIL_GROUPS
from people.models import User
from secret_detection import detect

NEVER_SECRET = frozenset(
    {
        "account_name",
        "handle",
        "identity",
        "permanent_id",
        "confirmed_id",
        "confirmed_identity",
        "platform_other",
        "reference",
        "approval_reference",
        "closure_reason",
        "url",
        "recovery_email",
    }
)


def problems(
    channel: Channel, asked: set[str], changed: set[str], *, by: User, on: date
) -> dict[str, str]:
    """Problems of a channel as it would stand, beside the columns that the page asks for."""
    found: dict[str, str] = {}
    for name, sentence in _all(channel, asked, changed, by, on):
        if name in asked:
            found.setdefault(name, sentence)
    return found


def _all(
    channel: Channel, asked: set[str], changed: set[str], by: User, on: date
) -> Iterator[tuple[str, str]]:
    texts = {name: getattr(channel, name) for name in changed - NEVER_SECRET}
    yield from detect.problems(texts).items()
    for name in changed & {"account_name", "url"}:
        if detect.tells_a_secret(getattr(channel, name)):
            yield name, detect.SENTENCE
    yield from _custody(channel)
    yield from _people(channel, changed, by, on)
    yield from _dates(channel, asked, on)


def _custody(channel: Channel) -> Iterator[tuple[str, str]]:
    if channel.recovery_email and not opening_checks.on_a_domain_of(
        channel, channel.recovery_email
    ):
        yield "recovery_email", opening_checks.domain_sentence(channel)
    if channel.two_factor in ("off", "not_offered") and not channel.two_factor_reason:
        yield "two_factor_reason", "Enter why the second sign-in step is off"
    if channel.credentials_rotated_on and not channel.rotation_reason:
        yield "rotation_reason", "Enter why the login details were changed"
    if channel.hosting != Channel.Hosting.SCHOOL and not channel.host_name:
        yield "host_name", "Enter who hosts it"
    if channel.hosting == Channel.Hosting.THIRD_PARTY and not channel.intervention_plan:
        yield (
            "intervention_plan",
            "Enter what the school does when something goes wrong on a site that is somebody else's",
        )


def has_pupils(channel: Channel) -> bool:
    return bool(groups(channel.audience, channel.contributors) & set(PUPIL_GROUPS))


def groups(*lines: Any) -> set[str]:
    return {one.get("group", "") for column in lines for one in column or ()}


def _people(channel: Channel, changed: set[str], by: User, on: date) -> Iterator[tuple[str, str]]:
    if groups(channel.contributors) & set(PUPIL_GROUPS):
        if channel.openness != Channel.Openness.CLOSED:
            yield "openness", "Pupils can add posts here, so it must be private or closed"
        if channel.membership != Channel.Membership.KNOWN:
            yield "membership", "Pupils can add posts here, so only people you know may join"
    least_age = channel.platform.minimum_age
    if channel.min_age is not None and channel.min_age < least_age:
        yield "min_age", f"Minimum age must be {least_age} or more on {channel.platform_name}"
    if not channel.moderation_required and has_pupils(channel):
        if not channel.moderation_reason:
            yield "moderation_reason", "Enter why it needs no moderators"
        if "moderation_required" in changed and not by.holds("HEAD", on, channel.school):
            yield (
                "moderation_required",
                "Only the headteacher can say that a channel with pupils needs no moderators",
            )
    if channel.pupil_communication_allowed and "pupil_communication_allowed" in changed:
        have = crew_lines.counted(
            [one for one in crew_lines.lines([channel.pk], on=on) if one.is_employee], OPERATORS
        )
        if have < 2:
            yield (
                "pupil_communication_allowed",
                "At least 2 members of staff need access before staff and pupils exchange messages. "
                f"{have} {'is' if have == 1 else 'are'} ready",
            )


def _dates(channel: Channel, asked: set[str], on: date) -> Iterator[tuple[str, str]]:
    opened, closing = channel.date_opened, channel.planned_closing
    if opened and opened > on:
        yield "date_opened", "Date opened must be today or in the past"
    if opened and closing and closing < opened:
        yield (
            "planned_closing",
            f"Planned closing date must be after the day it opened, {_said(opened)}",
        )
    if opened and channel.date_closed and channel.date_closed < opened:
        yield (
            "date_opened",
            f"Date opened must be before the day it closed, {_said(channel.date_closed)}",
        )
    if {"next_review_on", "planned_closing"} <= asked and not (channel.next_review_on or closing):
        yield "next_review_on", "Enter when it is reviewed next, or when it closes"


def _said(day: date) -> str:
    return f"{day:%-d %B %Y}"
