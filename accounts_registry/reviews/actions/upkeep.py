"""Things looked at in a minute: the last post, the login details, the risk assessment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.crew import goings
from accounts_registry.models import Channel
from accounts_registry.record import intervals
from accounts_registry.record.rows import keep_state, locked_channel
from accounts_registry.record.statuses import IN_USE
from accounts_registry.reviews import emails
from audit import trail
from audit.events import Event
from notifications import post
from people.models import User
from secret_detection import detect
from workflow.moves import WrongState

ENDED = "This channel is not in use, so there is nothing to check."


@transaction.atomic
def record_last_post(*, channel: Channel, last_post_on: date, by: User, at: datetime) -> Channel:
    """When somebody last posted there, as seen today (A-7.3-1, I-A.1.6)."""
    on = localdate(at)
    channel = _in_use(channel, Permission.CHANNEL_REVIEW, by, on)
    if last_post_on > on:
        raise ValidationError({"last_post_on": "Last post must be today or in the past"})
    if channel.date_opened and last_post_on < channel.date_opened:
        opened = f"{channel.date_opened:%-d %B %Y}"
        sentence = f"Last post must be the same as or after the day it opened, {opened}"
        raise ValidationError({"last_post_on": sentence})
    if (channel.last_post_on, channel.last_post_checked_on) == (last_post_on, on):
        return channel
    channel.last_post_on, channel.last_post_checked_on = last_post_on, on
    channel.save(update_fields=["last_post_on", "last_post_checked_on"])
    keep_state(channel, by=by, at=at)
    data = {"last_post_on": last_post_on.isoformat()}
    trail.record(Event.LAST_POST_CHECKED, by=by, at=at, record=channel, data=data)
    return channel


@transaction.atomic
def record_last_posts(*, days: Mapping[Channel, date], by: User, at: datetime) -> list[Channel]:
    """The same for several channels at once, all or none; errors stand under their references."""
    done, wrong = [], {}
    for channel, day in days.items():
        try:
            done.append(record_last_post(channel=channel, last_post_on=day, by=by, at=at))
        except ValidationError as refusal:
            wrong[channel.reference] = refusal.messages
    if wrong:
        raise ValidationError(wrong)
    return done


@transaction.atomic
def confirm_login_details(*, channel: Channel, by: User, at: datetime) -> Channel:
    """The login details are still where the register says, and still work (Q-5.3-19)."""
    on = localdate(at)
    channel = _in_use(channel, Permission.CHANNEL_VERIFY, by, on)
    if not channel.credentials_location:
        raise WrongState("Say first where the login details are kept.", channel)
    if goings.of([channel], on=on):
        raise WrongState(
            "Somebody who no longer should can still sign in. Change the password, then say so.",
            channel,
        )
    if channel.credentials_verified_on == on:
        return channel
    channel.credentials_verified_on = on
    channel.save(update_fields=["credentials_verified_on"])
    keep_state(channel, by=by, at=at)
    trail.record(Event.CREDENTIALS_VERIFIED, by=by, at=at, record=channel)
    return channel


@transaction.atomic
def rotate_credentials(*, channel: Channel, reason: str, by: User, at: datetime) -> Channel:
    """The login details were changed today, and why. The details themselves are never told (rule 5)."""
    on = localdate(at)
    channel = _in_use(channel, Permission.CHANNEL_VERIFY, by, on)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "Enter why the login details were changed"})
    if detect.looks_like_a_secret(reason):
        raise ValidationError({"reason": "Do not enter a password. Say why it was changed"})
    if (channel.credentials_rotated_on, channel.rotation_reason) == (on, reason[:200]):
        return channel
    channel.credentials_rotated_on = channel.credentials_verified_on = on
    channel.rotation_reason = reason[:200]
    channel.save(
        update_fields=["credentials_rotated_on", "credentials_verified_on", "rotation_reason"]
    )
    keep_state(channel, by=by, at=at)
    post.settle(reference=channel.reference, kind=emails.TO_CHANGE, at=at)
    trail.record(Event.CREDENTIALS_ROTATED, by=by, at=at, record=channel, reason=reason)
    return channel


@transaction.atomic
def add_risk_review(*, channel: Channel, note: str, by: User, at: datetime) -> Channel:
    """The headteacher has read the risk assessment again and approves it (Q-5.3-18)."""
    on = localdate(at)
    channel = _in_use(channel, Permission.CHANNEL_RISK_APPROVE, by, on)
    detect.refuse({"note": note})
    latest = channel.risk_assessments.first()
    due = intervals.next_risk_review(channel, on)
    if channel.risk_review_due == due:
        return channel
    channel.risk_review_due = due
    channel.save(update_fields=["risk_review_due"])
    if latest and latest.is_approved:
        latest.review_due = due
        latest.save(update_fields=["review_due"])
    keep_state(channel, by=by, at=at, reason=note)
    trail.record(
        Event.RISK_REVIEWED,
        by=by,
        at=at,
        record=channel,
        reason=note,
        data={"next": due.isoformat()},
    )
    return channel


def _in_use(channel: Channel, permission: Permission, by: User, on: date) -> Channel:
    channel = locked_channel(channel)
    check(by, permission, channel, on)
    if channel.status not in IN_USE:
        raise WrongState(ENDED, channel)
    return channel
