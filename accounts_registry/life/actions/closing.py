"""Closing a channel for good, step by step (4.2.2, C7 and C8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check, roles_at
from access.roles import Permission
from accounts_registry.life import emails
from accounts_registry.life.closing_steps import STEPS
from accounts_registry.life.workflow import CHANNEL_MOVES
from accounts_registry.models import (
    Channel,
    Closing,
    ClosingStep,
    ClosureReason,
    Ending,
    ReappearanceCheck,
)
from accounts_registry.record import intervals
from accounts_registry.record.rows import keep_state, locked_channel
from audit import trail
from audit.events import Event
from people.models import User
from secret_detection import detect
from workflow.moves import WrongState, move

# Months after closing at which somebody looks whether the account is still gone (4.2.5).
LOOK_AGAIN = (1, 3, 12)
ALONE = {"HEAD", "CEO"}


@transaction.atomic
def start_closing(
    *,
    channel: Channel,
    planned_closing: date,
    reason: str,
    by: User,
    at: datetime,
    note: str = "",
    ending: str = Ending.DELETED,
    handed_to: str = "",
    park_name: bool = False,
    followers: int | None = None,
    tell: Sequence[str] = (),
    head_agrees: bool = False,
) -> Channel:
    """Say that a channel will close, when and how. Nobody who runs it need agree (Q-5.2-12).

    The communications manager does so with the headteacher's agreement. Raises ValidationError by field.
    """
    on = localdate(at)
    check(by, Permission.CHANNEL_CLOSE, channel, on)
    if planned_closing < on:
        raise ValidationError({"planned_closing": "Closing date must be today or in the future"})
    _refuse_before_opening(channel, planned_closing, "planned_closing")
    if reason not in ClosureReason.values:
        raise ValidationError({"reason": "Select why it is closing"})
    if ending not in Ending.values:
        raise ValidationError({"ending": "Select what happens to the account"})
    if reason == ClosureReason.OTHER and not note.strip():
        raise ValidationError({"note": "Enter why it is closing"})
    if ending == Ending.HANDED_OVER and not handed_to.strip():
        raise ValidationError({"handed_to": "Enter who takes it over"})
    detect.refuse({"handed_to": handed_to, "note": note})
    if not head_agrees and not roles_at(by, channel, on) & ALONE:
        raise ValidationError(
            {"head_agrees": "Ask the headteacher first, then confirm that they agree"}
        )
    channel = move(
        channel,
        CHANNEL_MOVES.start_closing,
        by=by,
        at=at,
        reason=note,
        data={"closes": planned_closing.isoformat(), "reason": str(reason)},
    )
    closing = Closing.objects.create(
        channel=channel,
        began_on=on,
        began_by=by,
        planned_for=planned_closing,
        reason=reason,
        note=note.strip(),
        ending=ending,
        handed_to=handed_to.strip(),
        followers=followers,
        tell=list(tell),
    )
    ClosingStep.objects.bulk_create(
        ClosingStep(closing=closing, code=code, position=position)
        for position, code in enumerate(STEPS, 1)
    )
    channel.planned_closing, channel.handle_parked = planned_closing, park_name
    channel.closure_reason, channel.closure_note = reason, note.strip()
    channel.freeze_due = channel.completion_due = None
    channel.save()
    keep_state(channel, by=by, at=at, reason=note)
    emails.life_changed(channel, "closing", by=by, at=at)
    return channel


@transaction.atomic
def settle_step(
    *,
    channel: Channel,
    code: str,
    by: User,
    at: datetime,
    done_on: date | None = None,
    how: str = "",
    waived: bool = False,
) -> ClosingStep:
    """Tick a step of the checklist with the day and how, or waive it with the reason (4.2.4)."""
    on = localdate(at)
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_CHANGE, channel, on)
    step = ClosingStep.objects.select_for_update(of=("self",)).get(
        closing=_under_way(channel), code=code
    )
    if step.state != ClosingStep.State.OPEN:
        raise WrongState(f"“{STEPS[code].title}” has been settled already.", channel)
    if waived and not how.strip():
        raise ValidationError({"how": "Enter why this step is not needed"})
    if done_on and done_on > on:
        raise ValidationError({"done_on": "Date it was done must be today or in the past"})
    detect.refuse({"how": how})
    step.state = ClosingStep.State.WAIVED if waived else ClosingStep.State.DONE
    step.done_on, step.done_by, step.how = done_on or on, by, how.strip()
    step.save()
    _after(channel, step, by=by, at=at)
    trail.record(
        Event.CHANNEL_CLOSING_STEP,
        by=by,
        at=at,
        record=channel,
        reason=step.how,
        data={"step": code, "state": str(step.state)},
    )
    return step


def _after(channel: Channel, step: ClosingStep, *, by: User, at: datetime) -> None:
    """What the register no longer says once a step is done."""
    if step.state != ClosingStep.State.DONE:
        return
    if step.code == "website":
        channel.website_link_url = ""
    elif step.code == "privacy_notice":
        channel.privacy_notice_listed_on, channel.privacy_notice_version = None, ""
    elif step.code == "access":
        channel.credentials_rotated_on, channel.rotation_reason = step.done_on, "Closing"
    channel.save()
    keep_state(channel, by=by, at=at, reason=STEPS[step.code].title)


def _under_way(channel: Channel) -> Closing:
    closing = channel.closings.under_way().first()
    if closing is None:
        raise WrongState(CHANNEL_MOVES.close.too_late, channel)
    return closing


@transaction.atomic
def close(
    *, channel: Channel, date_closed: date, by: User, at: datetime, evidence: str = ""
) -> Channel:
    """Record that the account is closed, once every step is done or not needed.

    Its row stays on the register, nobody runs it any more, and it is looked for after 1, 3 and 12 months.
    """
    on = localdate(at)
    if date_closed > on:
        raise ValidationError({"date_closed": "Closing date must be today or in the past"})
    _refuse_before_opening(channel, date_closed, "date_closed")
    check(by, Permission.CHANNEL_RECORD_CLOSED, channel, on)
    closing = _under_way(locked_channel(channel))
    if left := closing.steps.left().count():
        steps = "1 step is" if left == 1 else f"{left} steps are"
        raise WrongState(f"This channel cannot be closed yet: {steps} left.", channel)
    # The table wants a closed channel to have its date, so the date comes first.
    Channel.objects.filter(pk=channel.pk, status=Channel.Status.CLOSING).update(
        date_closed=date_closed
    )
    channel = move(
        channel, CHANNEL_MOVES.close, by=by, at=at, data={"date_closed": date_closed.isoformat()}
    )
    channel.closure_evidence = evidence or closing.ending
    channel.gaps_due = channel.freeze_due = channel.completion_due = None
    channel.reappearance_due = _look_again(channel, date_closed, on)
    channel.pause_cause = channel.pause_reason = ""
    channel.save()
    _end_people(channel, closing, date_closed)
    closing.state, closing.ended_on, closing.ended_by = Closing.State.CLOSED, on, by
    closing.save()
    keep_state(channel, by=by, at=at, on=date_closed, reason=closing.note)
    return channel


def _end_people(channel: Channel, closing: Closing, last_day: date) -> None:
    there = channel.people.filter(end_date=None)
    closing.people_ended = [str(pk) for pk in there.values_list("pk", flat=True)]
    there.filter(start_date__lte=last_day).update(end_date=last_day)
    for row in channel.people.filter(end_date=None):
        # Somebody who was to begin later never did: their part ends on the day it would have begun.
        row.end_date = row.start_date
        row.save(update_fields=["end_date"])


def _look_again(channel: Channel, date_closed: date, on: date) -> date | None:
    """The checks of 4.2.5; one whose day has passed already is due today."""
    days = [(months, max(intervals.months_after(date_closed, months), on)) for months in LOOK_AGAIN]
    ReappearanceCheck.objects.bulk_create(
        ReappearanceCheck(channel=channel, months=months, due_on=day) for months, day in days
    )
    return min(day for _, day in days)


def _refuse_before_opening(channel: Channel, day: date, field: str) -> None:
    if channel.date_opened and day < channel.date_opened:
        opened = f"{channel.date_opened:%-d %B %Y}"
        raise ValidationError(
            {field: f"Closing date must be the same as or after the day it opened, {opened}"}
        )


@transaction.atomic
def release_name(*, channel: Channel, by: User, at: datetime) -> Channel:
    """Let the account name of a closed channel go, so that it may be registered again."""
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_RECORD_CLOSED, channel, localdate(at))
    if channel.status != Channel.Status.CLOSED or not channel.handle_parked:
        raise WrongState("This account name is free already.", channel)
    channel.handle_parked = False
    channel.save(update_fields=["handle_parked"])
    keep_state(channel, by=by, at=at, reason="Account name released")
    trail.record(Event.CHANNEL_NAME_RELEASED, by=by, at=at, record=channel)
    return channel
