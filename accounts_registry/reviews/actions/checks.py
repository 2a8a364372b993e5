"""The three tests of an official account, answered again (Q-5.2-5 to Q-5.2-7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.models import Channel, OfficialCheck
from accounts_registry.page import edits
from accounts_registry.record.rows import is_lost, keep_state, locked_channel, set_values
from accounts_registry.record.statuses import ENDED
from accounts_registry.reviews import official
from audit import trail
from audit.events import Event
from people.models import User
from secret_detection import detect
from workflow.moves import WrongState

OVER = "This channel is closed or not going ahead, so there is nothing to check any more."
LOST = "The account is recorded as no longer yours. Correct the account first, then answer this"


class NotConfirmed(Exception):
    """These answers take the word official away, and nobody has said yet that this is meant."""


@transaction.atomic
def answer_checks(
    *,
    channel: Channel,
    answers: Mapping[str, bool],
    how: Mapping[str, str],
    checked_on: date,
    by: User,
    at: datetime,
    confirmed: bool = False,
    drawn_from: int | None = None,
) -> Channel:
    """Keep the answers with how they are known; `official` follows from them and is never typed.

    Raises NotConfirmed where the answer would become Not official and `confirmed` is not said.
    """
    on = localdate(at)
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_CHANGE, channel, on)
    if channel.status in ENDED:
        raise WrongState(OVER, channel)
    given = {test: met for test, met in answers.items() if test in OfficialCheck.Test.values}
    detect.refuse({f"{test}_how": how.get(test, "") for test in given})
    if checked_on > on:
        raise ValidationError({"checked_on": "Day of the check must be today or in the past"})
    values = edits.merge(channel, given, drawn_from=drawn_from, by=by)
    if values.get("master_privileges_held") and is_lost(channel):
        raise ValidationError({"master_privileges_held": LOST})
    if official.would_fail(channel, values) and not confirmed:
        raise NotConfirmed(channel.account_name)
    written = [
        _write(channel, test, met, how.get(test, ""), checked_on, by, at)
        for test, met in values.items()
    ]
    set_values(channel, values)
    if any(written):
        channel.tests_checked_on = checked_on
        channel.save()
        keep_state(channel, by=by, at=at)
        trail.record(Event.OFFICIAL_CHECKED, by=by, at=at, record=channel, data=dict(values))
    return channel


def _write(
    channel: Channel, test: str, met: bool, how: str, checked_on: date, by: User, at: datetime
) -> bool:
    """A row for an answer that says something new; a second press writes nothing."""
    last = channel.checks.filter(test=test).order_by("-id").first()
    same = last and (last.met, last.how, last.checked_on) == (met, how, checked_on)
    if same and getattr(channel, test) == met:
        return False
    channel.checks.create(test=test, met=met, how=how, checked_on=checked_on, by=by, at=at)
    return True
