"""Whether a channel did what its business case said: once a year, by those who run it (I-A.1.7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.models import Channel, Evaluation
from accounts_registry.record import intervals
from accounts_registry.record.rows import keep_state, locked_channel
from accounts_registry.record.statuses import IN_USE
from accounts_registry.reviews import aims, emails
from audit import trail
from audit.events import Event
from notifications import post
from people.models import User
from workflow.moves import WrongState

RESULT_MISSING = "Enter what came of it"


@transaction.atomic
def evaluate(
    *,
    channel: Channel,
    results: Sequence[str],
    aims_met: str,
    recommendation: str,
    by: User,
    at: datetime,
    hours_actual: Decimal | None = None,
) -> Evaluation:
    """Each measure with its result, and what should happen next.

    The headteacher is asked for a view where the aims are not met or the advice is to close it.
    The same answers by the same person on one day are kept once. Raises ValidationError by field.
    """
    on = localdate(at)
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_REVIEW, channel, on)
    if channel.status not in IN_USE:
        raise WrongState("This channel is not in use, so it cannot be evaluated.", channel)
    asked = aims.measures(channel)
    _refuse(asked, results, aims_met, recommendation)
    answers = {
        "measures": [
            {"measure": measure, "result": result.strip()}
            for measure, result in zip(asked, results, strict=True)
        ],
        "aims_met": aims_met,
        "recommendation": recommendation,
        "hours_actual": hours_actual,
    }
    if same := channel.evaluations.filter(by=by, done_on=on, **answers).first():
        return same
    evaluation = Evaluation.objects.create(
        channel=channel,
        due_on=channel.evaluation_due,
        needs_head=aims_met == Evaluation.Aims.NO or recommendation == Evaluation.Advice.CLOSE,
        done_on=on,
        at=at,
        by=by,
        **answers,
    )
    channel.evaluation_due = intervals.next_evaluation(on)
    channel.save(update_fields=["evaluation_due"])
    keep_state(channel, by=by, at=at)
    data = {"aims_met": aims_met, "recommendation": recommendation}
    trail.record(Event.EVALUATED, by=by, at=at, record=channel, data=data)
    if evaluation.needs_head:
        emails.to_view(evaluation, at=at)
    return evaluation


@transaction.atomic
def add_evaluation_view(
    *, evaluation: Evaluation, head_view: str, by: User, at: datetime
) -> Evaluation:
    """What the headteacher makes of a channel that did not meet its aims, or should close (I-A.1.5)."""
    evaluation = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
    check(by, Permission.EVALUATION_VIEW, evaluation.channel, localdate(at))
    if not head_view.strip():
        raise ValidationError({"head_view": "Enter your view"})
    if evaluation.head_on:
        return evaluation
    evaluation.head_view, evaluation.head_on, evaluation.head = (
        head_view.strip(),
        localdate(at),
        by,
    )
    evaluation.save(update_fields=["head_view", "head_on", "head"])
    post.settle(reference=evaluation.channel.reference, kind=emails.TO_VIEW, at=at)
    trail.record(Event.EVALUATION_VIEWED, by=by, at=at, record=evaluation.channel)
    return evaluation


def _refuse(asked: Sequence[str], results: Sequence[str], met: str, advice: str) -> None:
    problems = {
        f"result_{number}": RESULT_MISSING
        for number, _ in enumerate(asked)
        if number >= len(results) or not results[number].strip()
    }
    if met not in Evaluation.Aims.values:
        problems["aims_met"] = "Select whether the aims are met"
    if advice not in Evaluation.Advice.values:
        problems["recommendation"] = "Select what should happen to the channel"
    if problems:
        raise ValidationError(problems)
