"""An account that used a school's name becomes a channel of the school: its request and the watch list kept together."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from approvals.request.models import Request
from people.models import User
from watch_list.actions import moves
from watch_list.models import WatchedAccount


@transaction.atomic
def convert(*, entry: WatchedAccount, request: Request, by: User, at: datetime) -> WatchedAccount:
    """Link the request that makes this account official; once its channel opens, so is the account (S23).

    Raises ValidationError for a request of another school or one that has ended.
    """
    possible = Request.objects.visible_to(by, on=localdate(at)).live().filter(school=entry.school)
    if not possible.filter(pk=request.pk).exists():
        raise ValidationError({"request": "Select a request of this school that has not ended"})
    return moves.start_converting(
        entry=entry,
        request_reference=request.reference,
        channel=request.channel,
        by=by,
        at=at,
    )
