"""Risk assessments: written heading by heading, sent, and approved by somebody else (Q-5.3-18)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.entry import emails
from accounts_registry.models import Channel, RiskAssessment
from accounts_registry.record import intervals
from accounts_registry.record.rows import keep_state, locked_channel
from accounts_registry.record.statuses import LIVE
from accounts_registry.reviews import risks
from audit import trail
from audit.events import Event
from people.models import User
from secret_detection import detect
from workflow.moves import WrongState


@transaction.atomic
def write_risk_assessment(
    *,
    channel: Channel,
    heading: str,
    risk: str,
    likelihood: int,
    impact: int,
    control: str,
    left: int,
    by: User,
    at: datetime,
    version: int | None = None,
) -> RiskAssessment:
    """Answer one heading of the version that is being written; the first answer begins one."""
    detect.refuse({"risk": risk, "control": control})
    if left > likelihood:
        raise ValidationError(
            {"left": "How likely it is with this in place must not be more than before"}
        )
    draft = _draft(channel, version, by, at)
    figures = {"likelihood": likelihood, "impact": impact, "left": left}
    written = {"risk": risk, "control": control, **figures, "by": str(by.pk)}
    draft.sections = {**draft.sections, heading: written}
    draft.save(update_fields=["sections"])
    _record(Event.CHANNEL_RISK_SAVED, draft, by, at, heading=heading)
    return draft


@transaction.atomic
def confirm_risk(
    *,
    channel: Channel,
    policy_confirmations: list[str],
    good_practice_confirmed: bool,
    dsl_consulted_on: date | None,
    dpia_needed: str,
    dpia_reference: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> RiskAssessment:
    """Say which policies it fits, whether the safeguarding lead was asked, and about data protection."""
    detect.refuse({"dpia_reference": dpia_reference})
    if dsl_consulted_on and dsl_consulted_on > localdate(at):
        raise ValidationError(
            {"dsl_consulted_on": "Day they were asked must be today or in the past"}
        )
    if dpia_needed == RiskAssessment.Dpia.DONE and not dpia_reference.strip():
        raise ValidationError({"dpia_reference": "Enter the reference of the assessment"})
    draft = _draft(channel, version, by, at)
    draft.policy_confirmations = [one for one in risks.POLICIES if one in policy_confirmations]
    draft.good_practice_confirmed = good_practice_confirmed
    draft.dsl_consulted_on = dsl_consulted_on
    draft.dpia_needed, draft.dpia_reference = dpia_needed, dpia_reference
    draft.save()
    _record(Event.CHANNEL_RISK_SAVED, draft, by, at, heading="confirmations")
    return draft


@transaction.atomic
def send_risk(*, channel: Channel, by: User, at: datetime) -> RiskAssessment:
    """Everything is answered: the headteacher is asked to approve it. A second press does nothing."""
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_CHANGE, channel, localdate(at))
    latest = channel.risk_assessments.first()
    if latest is None:
        raise WrongState("There is no risk assessment to send yet.", channel)
    if not latest.is_draft:
        return latest
    if lacking := risks.lacks(channel, latest):
        raise WrongState(f"This cannot be sent yet. {lacking[0]}.", channel)
    latest.sent_at = at
    latest.save(update_fields=["sent_at"])
    _record(Event.CHANNEL_RISK_SENT, latest, by, at)
    emails.risk_to_approve(latest, by=by, at=at)
    return latest


@transaction.atomic
def approve_channel_risk(*, channel: Channel, by: User, at: datetime) -> RiskAssessment:
    """The headteacher, who did not write it, approves it; the next review is set. Once is enough."""
    on = localdate(at)
    channel = locked_channel(channel)
    latest = channel.risk_assessments.select_related("assessor").first()
    check(by, Permission.CHANNEL_RISK_APPROVE, channel, on)
    if latest is None or latest.is_draft:
        raise WrongState("This risk assessment has not been sent to be approved.", channel)
    if latest.is_approved:
        return latest
    latest.approved_by, latest.approved_on = by, on
    latest.review_due = intervals.next_risk_review(channel, on)
    latest.save(update_fields=["approved_by", "approved_on", "review_due"])
    _set_due(channel, latest.review_due, by, at)
    _record(Event.CHANNEL_RISK_APPROVED, latest, by, at)
    return latest


@transaction.atomic
def start_risk_version(*, channel: Channel, by: User, at: datetime) -> RiskAssessment:
    """A new version begins with the answers of the last. One that is being written goes on."""
    draft = _draft(channel, None, by, at)
    _record(Event.CHANNEL_RISK_SAVED, draft, by, at, heading="new version")
    return draft


def carry_over_risk(
    *,
    channel: Channel,
    narrative: str,
    assessor: Any,
    approved_by: User | None,
    approved_on: date | None,
    request_reference: str,
    by: User,
    at: datetime,
) -> RiskAssessment:
    """The risk assessment of an approved request, as the channel's first version."""
    review = intervals.next_risk_review(channel, approved_on) if approved_on else None
    first = channel.risk_assessments.create(
        version=1,
        assessor=assessor,
        narrative=narrative,
        request_reference=request_reference,
        started_at=at,
        sent_at=at,
        approved_by=approved_by,
        approved_on=approved_on,
        review_due=review,
    )
    if review:
        _set_due(channel, review, by, at)
    return first


def _draft(channel: Channel, version: int | None, by: User, at: datetime) -> RiskAssessment:
    """The version that is being written, under the channel's lock; a new one where there is none."""
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_CHANGE, channel, localdate(at))
    if channel.status not in LIVE:
        raise WrongState(
            "This channel is not in use, so its risks are not assessed any more.", channel
        )
    latest = channel.risk_assessments.select_related("assessor").first()
    if version is not None and version != (latest.version if latest else 0):
        raise WrongState(_moved_on(latest), channel)
    if latest and latest.is_draft:
        return latest
    if latest and not latest.is_approved:
        raise WrongState(
            "This version waits for the headteacher, so it cannot be changed now.", channel
        )
    return channel.risk_assessments.create(
        version=(latest.version if latest else 0) + 1,
        assessor=by,
        narrative=latest.narrative if latest else "",
        sections=_without_writers(latest.sections) if latest else {},
        started_at=at,
    )


def _without_writers(sections: Mapping[str, Any]) -> dict[str, Any]:
    """A new version is nobody's work yet but that of who begins it."""
    return {
        heading: {key: value for key, value in written.items() if key != "by"}
        for heading, written in sections.items()
    }


def _moved_on(latest: RiskAssessment | None) -> str:
    who = latest.assessor.full_name if latest else "Somebody"
    return f"{who} started another version while you were editing. Check it and save again."


def _set_due(channel: Channel, due: date, by: User, at: datetime) -> None:
    channel.risk_review_due = due
    channel.save(update_fields=["risk_review_due"])
    keep_state(channel, by=by, at=at)


def _record(event: Event, assessment: RiskAssessment, by: User, at: datetime, **data: Any) -> None:
    about: Mapping[str, Any] = {"version": assessment.version, **data}
    trail.record(event, by=by, at=at, record=assessment.channel, data=dict(about))
