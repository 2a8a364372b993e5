"""Questions other apps put to requests: what waits for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from approvals.request.models import Request
from approvals.request.statuses import NOT_SETTLED
from people.models import User


def waiting_for(user: User, on: date) -> Any:
    """Requests whose current step is this person's to decide, the longest waiting first."""
    return (
        Request.objects.waiting_for(user, on=on)
        .select_related("author", "school")
        .order_by("waiting_since")
    )


def agreements_due(user: User) -> Any:
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


def colleagues(user: User, request: Request, on: date) -> list[User]:
    """Whoever may be named: people of the school or of the whole trust."""
    here = Q(assignments__school=request.school) | Q(
        assignments__school=None, assignments__trust=request.trust
    )
    return list(User.objects.visible_to(user, on=on).present(on).filter(here).distinct())
