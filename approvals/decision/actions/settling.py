"""Settling conditions: each is confirmed or no longer asked for, and the last makes the approval whole."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Denied, check
from access.roles import Permission
from approvals.decision.models import Condition
from approvals.decision.row_lock import locked
from approvals.handover.actions import plan
from approvals.request import gaps
from approvals.request.models import Request
from approvals.workflow import REQUEST_MOVES
from audit import trail
from audit.events import Event
from people.models import User
from workflow.moves import WrongState, move

OWN = "Somebody else has to confirm this, because you are the one who had to do it."


@transaction.atomic
def confirm_condition(*, condition: Condition, by: User, at: datetime) -> Request:
    """This is done (R9). What the portal can see for itself it does not take on trust."""
    request, condition = _open_condition(condition, by, at)
    if condition.owner_id == by.pk and not condition.automatic:
        raise Denied(OWN)
    if gaps.is_still_open(condition, request, localdate(at)):
        raise ValidationError({"condition": f"This is not done yet: {condition.text}"})
    return _settle(request, condition, Condition.State.MET, by=by, at=at)


@transaction.atomic
def waive_condition(*, condition: Condition, reason: str, by: User, at: datetime) -> Request:
    """This is no longer asked for, and why. Nobody lets themself off."""
    request, condition = _open_condition(condition, by, at)
    if condition.owner_id == by.pk:
        raise Denied(OWN)
    if not reason.strip():
        raise ValidationError({"reason": "Enter why this is no longer needed"})
    condition.waived_because = reason.strip()
    return _settle(request, condition, Condition.State.WAIVED, by=by, at=at)


def _open_condition(condition: Condition, by: User, at: datetime) -> tuple[Request, Condition]:
    request = locked(condition.request)
    check(by, Permission.REQUEST_CONFIRM_CONDITION, request, localdate(at))
    condition = request.conditions.get(pk=condition.pk)
    if condition.state != Condition.State.OPEN:
        raise WrongState("This condition has been settled already.", request)
    if request.status != Request.Status.APPROVED_WITH_CONDITIONS:
        raise WrongState(
            "This request has ended, so its conditions are no longer asked for.", request
        )
    return request, condition


def _settle(
    request: Request, condition: Condition, state: str, *, by: User, at: datetime
) -> Request:
    condition.state, condition.confirmed_by, condition.confirmed_at = state, by, at
    condition.save(update_fields=["state", "confirmed_by", "confirmed_at", "waived_because"])
    trail.record(
        Event.CONDITION_MET,
        by=by,
        at=at,
        record=request,
        reason=condition.waived_because,
        data={"state": str(state)},
    )
    if not request.conditions.filter(state=Condition.State.OPEN).exists():
        _approve(request, by=by, at=at)
    return request


def _approve(request: Request, *, by: User, at: datetime) -> None:
    """The last condition: everything R7 asks for must hold, save what was waived by name."""
    settled = request.conditions.filter(state=Condition.State.WAIVED)
    waived = set(settled.values_list("gap", "about_id"))
    found = [gap for gap in gaps.gaps_of(request, localdate(at)) if gap.key not in waived]
    if found:
        said = "; ".join(gap.sentence for gap in found)
        raise ValidationError({"condition": f"This cannot be approved yet: {said}"})
    move(request, REQUEST_MOVES.conditions_met, by=by, at=at)
    plan(request=request, by=by, at=at)
