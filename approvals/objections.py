"""What no role can override about a request: sentences for the person refused."""

from __future__ import annotations

from datetime import date

from access.check import Denied, check, objection
from access.roles import Permission
from approvals.models import Request
from approvals.route import strangers
from approvals.route.hands import hands_in
from approvals.route.signers import holds_still, named
from people.models import User

PUT_THERE = (
    "Somebody this request comes from or names had a hand in your role here while it was written or decided, so "
    "somebody else has to do this."
)
OWN_REQUEST = "You cannot decide your own request."


def _own(request: Request) -> str:
    """With who does decide, where somebody is to."""
    stage = request.current_stage
    return (
        f"{OWN_REQUEST} {stage.signer} decides, as {stage.capacity.lower()}."
        if stage
        else OWN_REQUEST
    )


@objection(Permission.REQUEST_DECIDE)
def nobody_decides_their_own(user: User, request: Request, on: date) -> str | None:
    """Two people besides the author decide (Q-5.3-8)."""
    return _own(request) if request.author_id == user.pk else None


@objection(Permission.REQUEST_DECIDE)
def whoever_signs_still_holds_the_role(user: User, request: Request, on: date) -> str | None:
    """Somebody who was headteacher when it was sent may not be so any more."""
    stage = request.current_stage
    if stage is None or stage.signer_id != user.pk:
        return None
    if holds_still(stage, request, on):
        return None
    return (
        f"You cannot sign as {stage.capacity.lower()} here now, so you cannot decide this. Overnight the request "
        f"goes to somebody who can."
    )


@objection(Permission.REQUEST_DECIDE)
@objection(Permission.REQUEST_APPROVE_RISK)
@objection(Permission.REQUEST_CONFIRM_CONDITION)
def nobody_unknown_signs(user: User, request: Request, on: date) -> str | None:
    """Whoever was given a way in by the office may be anybody, until somebody has spoken to them."""
    return strangers.refusal(user, on)


def check_may_decide(user: User, request: Request, on: date) -> None:
    """As `check`, but an author reads why, not only that the request waits for somebody else."""
    if request.author_id == user.pk:
        raise Denied(_own(request))
    check(user, Permission.REQUEST_DECIDE, request, on)


@objection(Permission.REQUEST_APPROVE_RISK)
def nobody_approves_their_own_risks(user: User, request: Request, on: date) -> str | None:
    return (
        "You cannot approve the risk assessment of your own request."
        if request.author_id == user.pk
        else None
    )


@objection(Permission.REQUEST_APPROVE_RISK)
@objection(Permission.REQUEST_CONFIRM_CONDITION)
def nobody_put_there_by_the_author(user: User, request: Request, on: date) -> str | None:
    """Whoever was appointed by the author, or by whom it names, while it was written or decided."""
    hands = hands_in(request, named(request, on))
    return PUT_THERE if user.pk in hands.put_there else None


@objection(Permission.REQUEST_CONFIRM_CONDITION)
def nobody_confirms_for_themself(user: User, request: Request, on: date) -> str | None:
    return (
        "You cannot confirm the conditions of your own request."
        if request.author_id == user.pk
        else None
    )
