"""When the next review of a channel is due, from the trust's own intervals (2.34)."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from accounts_registry.models import Channel
from schools.api import add_school_days, policy_settings

EVALUATION_MONTHS = 12
SOON = 10  # school days
SETTLE_WITHIN = 30  # school days, for what an existing channel still lacks


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def interval(key: str, channel: Channel) -> Any:
    """What the channel's school, else its trust, has answered."""
    return policy_settings.value(key, school=channel.school, trust=channel.trust)


def next_privacy_review(channel: Channel, day: date) -> date:
    return months_after(day, interval("privacy_review_months", channel))


def next_risk_review(channel: Channel, day: date) -> date:
    return months_after(day, interval("risk_review_months", channel))


def next_evaluation(day: date) -> date:
    return months_after(day, EVALUATION_MONTHS)


def soon(channel: Channel, day: date) -> date:
    """Ten school days on."""
    return add_school_days(channel.school or channel.trust, day, SOON)


def on_opening(channel: Channel, opened: date) -> dict[str, date]:
    """What becomes due when a channel opens, by column; what is set already stays."""
    checked = channel.privacy_settings_checked_on or opened
    return _unless_set(
        channel,
        privacy_review_due=next_privacy_review(channel, checked),
        evaluation_due=next_evaluation(opened),
        risk_review_due=next_risk_review(channel, channel.approved_on or opened),
    )


def on_acceptance(channel: Channel, on: date) -> dict[str, date]:
    """What becomes due when the headteacher accepts an existing channel: its first check soon, the rest in a year."""
    return _unless_set(
        channel,
        privacy_review_due=add_school_days(channel.school or channel.trust, on, SETTLE_WITHIN),
        evaluation_due=next_evaluation(on),
        risk_review_due=next_risk_review(channel, on),
    )


def _unless_set(channel: Channel, **dues: date) -> dict[str, date]:
    return {name: day for name, day in dues.items() if getattr(channel, name) is None}
