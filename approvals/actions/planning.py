"""What the last yes does: the channel goes on the register as planned, and everybody concerned is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from accounts_registry.actions import registering, watch_moves
from accounts_registry.models import Channel
from approvals import emails
from approvals.models import Request
from approvals.planning import concerned, facts_of, people_of


def plan(*, request: Request, by: Any, at: datetime) -> Channel:
    """Put the channel of an approved request on the register as planned."""
    on = localdate(at)
    channel = registering.plan_channel(
        school=request.school,
        request_facts=facts_of(request),
        people=people_of(request),
        approval_reference=request.reference,
        approved_on=on,
        by=by,
        at=at,
    )
    watch_moves.take_over_planned(
        request_reference=request.reference, channel=channel, by=by, at=at
    )
    request.channel = channel
    request.waiting_since = None
    request.save(update_fields=["channel", "waiting_since"])
    emails.approved(request, concerned(request, by, on), at=at)
    return channel
