"""The request of somebody who has left becomes their line manager's (requirements 4.1.7)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from approvals import emails
from approvals.decision.row_lock import locked
from approvals.request.models import Request
from approvals.route.rows import end_turn
from approvals.workflow import REQUEST_MOVES
from notifications import post
from people.models import User
from workflow.moves import move


@transaction.atomic
def adopt(*, request: Request, by: User, at: datetime) -> Request:
    """Take it over as its author: nobody has signed what they now send, and they sign none of it."""
    request = locked(request)
    asked, had = request.current_stage, request.author
    move(request, REQUEST_MOVES.adopt, by=by, at=at, data={"author": str(had.pk)})
    request.decisions.standing().update(counts=False)
    # Who manages the new author is asked anew when it is sent.
    request.author, request.line_manager, request.line_is_own = by, None, False
    request.once_named = sorted({*request.once_named, str(had.pk)})
    request.department = by.department
    request.risk_approved_by = request.risk_approved_at = None
    request.waiting_since = at
    request.save()
    if asked:
        end_turn(request, asked, [], at=at)
    post.settle(reference=request.reference, at=at)
    emails.adopted(request, had, asked.signer if asked else None, at=at)
    return request
