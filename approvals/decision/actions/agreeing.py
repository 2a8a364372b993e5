"""Whoever is named says for themself whether they will help to run the channel."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from approvals import emails
from approvals.decision.row_lock import locked
from approvals.request.models import Request
from approvals.request.statuses import HOLDS_ITS_NAME
from audit import trail
from audit.events import Event
from notifications import post
from people.models import User
from workflow.moves import WrongState

TOO_LATE = "This request is no longer being decided, so there is nothing to agree to."


@transaction.atomic
def agree(*, request: Request, by: User, at: datetime) -> Request:
    """Yes, I will take the parts I am named for. Saying it twice changes nothing."""
    request = _open_to_answers(request, by, at)
    lines = request.people.filter(person=by, agreed_at=None)
    post.settle(reference=request.reference, kind="agreement_asked", person=by, at=at)
    if lines.update(agreed_at=at, declined_at=None):
        trail.record(Event.REQUEST_AGREED, by=by, at=at, record=request)
    return request


@transaction.atomic
def decline(*, request: Request, by: User, at: datetime) -> Request:
    """No: the author is told, and the request cannot be approved with this person in it."""
    request = _open_to_answers(request, by, at)
    lines = request.people.filter(person=by, declined_at=None)
    post.settle(reference=request.reference, kind="agreement_asked", person=by, at=at)
    if lines.update(declined_at=at, agreed_at=None):
        trail.record(Event.REQUEST_DECLINED, by=by, at=at, record=request)
        emails.declined(request, by, at=at)
    return request


def _open_to_answers(request: Request, by: User, at: datetime) -> Request:
    request = locked(request)
    check(by, Permission.REQUEST_AGREE, request, localdate(at))
    if request.status not in HOLDS_ITS_NAME or request.status == Request.Status.APPROVED:
        raise WrongState(TOO_LATE, request)
    return request
