"""What the last yes does: the channel goes on the register as planned, and everybody concerned is told."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from accounts_registry.entry.actions import registering
from accounts_registry.models import Channel
from accounts_registry.reviews.actions import risk
from approvals import emails
from approvals.handover.channel_facts import concerned, facts_of, people_of
from approvals.request.models import Request
from people.models import User
from watch_list.actions import moves


def plan(*, request: Request, by: User, at: datetime) -> Channel:
    """Put the channel of an approved request on the register as planned."""
    on = localdate(at)
    channel = registering.plan_channel(
        school=request.school,
        facts=facts_of(request),
        people=people_of(request),
        approval_reference=request.reference,
        approved_on=on,
        by=by,
        at=at,
    )
    if request.risk_assessment.strip():
        risk.carry_over_risk(
            channel=channel,
            narrative=request.risk_assessment,
            assessor=request.author,
            approved_by=request.risk_approved_by,
            approved_on=localdate(request.risk_approved_at) if request.risk_approved_at else None,
            request_reference=request.reference,
            by=by,
            at=at,
        )
    moves.take_over_planned(request_reference=request.reference, channel=channel, by=by, at=at)
    request.channel = channel
    request.waiting_since = None
    request.save(update_fields=["channel", "waiting_since"])
    emails.approved(request, concerned(request, by, on), at=at)
    return channel
