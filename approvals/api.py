"""Questions other apps put to requests: what waits for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from approvals.request.models import Request
from approvals.request.statuses import NOT_SETTLED
from approvals.route.models import Stage
from people.models import User


def waiting_for(user: Any, on: date) -> Any:
    """Requests whose current step is this person's to decide, the longest waiting first."""
    return (
        Request.objects.waiting_for(user, on=on)
        .select_related("author", "school")
        .order_by("waiting_since")
    )


def stages_waiting() -> Any:
    """Every current step of every request that waits for a decision: what the reminder of a decision goes by."""
    return (
        Stage.objects.current()
        .waiting()
        .select_related("request__author", "request__school", "request__platform", "signer")
        .order_by("since")
    )


def own_returned(user: Any) -> Any:
    """One's own requests that were sent back for changes."""
    return Request.objects.filter(author=user, status=Request.Status.RETURNED).order_by(
        "waiting_since"
    )


def agreements_due(user: Any) -> Any:
    """Requests that name this person and in which they have said neither yes nor no."""
    return (
        Request.objects.filter(
            status__in=NOT_SETTLED,
            people__person=user,
            people__agreed_at=None,
            people__declined_at=None,
        )
        .select_related("author", "school")
        .distinct()
        .order_by("sent_at")
    )


def colleagues(user: Any, request: Request, on: date) -> list[User]:
    """Whoever may be named: people of the school or of the whole trust."""
    here = Q(assignments__school=request.school) | Q(
        assignments__school=None, assignments__trust=request.trust
    )
    return list(User.objects.visible_to(user, on=on).present(on).filter(here).distinct())
