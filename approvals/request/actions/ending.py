"""How a request ends besides a decision: its author withdraws it, or its channel opens."""

from __future__ import annotations

from datetime import date, datetime
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Hidden, check
from access.roles import Permission
from accounts_registry.entry.actions import channels
from accounts_registry.life import actions as life
from accounts_registry.models import Channel
from approvals import emails
from approvals.decision.row_lock import locked
from approvals.handover.channel_facts import concerned
from approvals.request.models import Request
from approvals.route.rows import end_turn
from approvals.workflow import REQUEST_MOVES
from incidents import actions as incidents
from notifications import post
from people.api import system_user
from people.models import User
from watch_list.actions import moves
from watch_list.api import related_accounts
from workflow.moves import WrongState, move
from workflow.promised import promised

AFTER_APPROVAL = "you help to run, sign or look after this channel."


@transaction.atomic
def withdraw(*, request: Request, by: User, at: datetime, reason: str = "") -> Request:
    """Its author, or whoever may adopt it, takes the request back; after approval with a reason, and the planned channel is cancelled (R14)."""
    request = locked(request)
    asked = request.current_stage
    was_approved = request.status in (
        Request.Status.APPROVED,
        Request.Status.APPROVED_WITH_CONDITIONS,
    )
    if was_approved and not reason.strip():
        raise ValidationError({"reason": "Enter why you withdraw it"})
    move(request, REQUEST_MOVES.withdraw, by=by, at=at, reason=reason.strip())
    request.waiting_since, request.withdrawn_at, request.withdrawn_by = None, at, by
    request.withdrawn_because = reason.strip()
    request.save(
        update_fields=["waiting_since", "withdrawn_at", "withdrawn_by", "withdrawn_because"]
    )
    if request.channel is not None and request.channel.status == Channel.Status.PLANNED:
        why = f"Request {request.reference} was withdrawn by {by}. {reason.strip()}"
        channels.cancel_planned(channel=request.channel, reason=why, by=system_user(), at=at)
    moves.give_up_converting(request_reference=request.reference, at=at)
    post.settle(reference=request.reference, at=at)
    if asked:
        end_turn(request, asked, [], at=at)
        emails.withdrawn(request, [promised(asked.signer)], at=at)
    elif was_approved:
        emails.withdrawn(request, concerned(request, by, localdate(at)), why=AFTER_APPROVAL, at=at)
    return request


@transaction.atomic
def open_channel(*, channel: Channel, date_opened: date, by: User, at: datetime) -> Channel:
    """Record the day an approved channel opened; its request is finished (R18, C2)."""
    request = (
        Request.objects.select_for_update(of=("self",))
        .filter(channel=channel, status=Request.Status.APPROVED)
        .first()
    )
    if request is None:
        _refuse_without_request(channel, by, at)
    move(request, REQUEST_MOVES.opened, by=by, at=at, data={"date_opened": date_opened.isoformat()})
    channel = channels.open_channel(
        channel=channel,
        date_opened=date_opened,
        by=by,
        at=at,
        first_opened=related_accounts.first_opened(channel),
    )
    moves.finish_converting(channel=channel, at=at)
    emails.opened(request, at=at)
    return channel


@transaction.atomic
def open_early(*, channel: Channel, date_opened: date, by: User, at: datetime) -> Channel:
    """The headteacher records that an approved channel was live before its approval (C4, 4.1.6).

    It opens with its true date, or paused until its checks are complete. It is flagged for ever, and
    those who deal with accounts run without approval are told (M43).
    """
    check(by, Permission.CHANNEL_OPEN_EARLY, channel, localdate(at))
    request = (
        Request.objects.select_for_update(of=("self",))
        .filter(channel=channel, status=Request.Status.APPROVED)
        .first()
    )
    if request is None:
        _refuse_without_request(channel, by, at)
    said = {"date_opened": date_opened.isoformat()}
    move(request, REQUEST_MOVES.opened_early, by=by, at=at, data=said)
    channel = life.open_early(channel=channel, date_opened=date_opened, by=by, at=at)
    what = f"It was live from {date_opened:%-d %B %Y}, before it was approved."
    incidents.report_unapproved(channel=channel, what=what, by=by, at=at)
    emails.opened(request, at=at)
    return channel


def _refuse_without_request(channel: Channel, by: User, at: datetime) -> NoReturn:
    if not Channel.objects.visible_to(by, on=localdate(at)).filter(pk=channel.pk).exists():
        raise Hidden
    raise WrongState(REQUEST_MOVES.opened.too_late, channel)
