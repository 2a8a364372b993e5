"""What no role can override about a request: sentences for the person refused."""

from __future__ import annotations

from datetime import date
from typing import Any

from access.check import Denied, check, objection
from access.roles import Permission

OWN_REQUEST = "You cannot decide your own request."
# A step that belongs to a role is signed by somebody who still holds it.
HELD_BY = {
    "Headteacher": "HEAD",
    "Deputy headteacher": "DHT",
    "Chair": "CHAIR",
    "Chief executive": "CEO",
    "Communications manager": "COMMS",
    "Leadership team": "SLT",
}


@objection(Permission.REQUEST_DECIDE)
def nobody_decides_their_own(user: Any, request: Any, on: date) -> str | None:
    """Two people besides the author decide (Q-5.3-8)."""
    return OWN_REQUEST if request.author_id == user.pk else None


@objection(Permission.REQUEST_DECIDE)
def whoever_signs_still_holds_the_role(user: Any, request: Any, on: date) -> str | None:
    """Somebody who was headteacher when it was sent may not be so any more."""
    stage = request.current_stage
    if stage is None or stage.signer_id != user.pk:
        return None
    role = HELD_BY.get(stage.capacity)
    if role is None or user.holds(role, on, request.school):
        return None
    return (
        f"You are no longer {stage.capacity.lower()} here, so you cannot decide this. "
        f"{request.author} can withdraw the request and send a new one."
    )


def check_may_decide(user: Any, request: Any, on: date) -> None:
    """As `check`, but an author reads why, not only that the request waits for somebody else."""
    if request.author_id == user.pk:
        raise Denied(OWN_REQUEST)
    check(user, Permission.REQUEST_DECIDE, request, on)


@objection(Permission.REQUEST_APPROVE_RISK)
def nobody_approves_their_own_risks(user: Any, request: Any, on: date) -> str | None:
    return (
        "You cannot approve the risk assessment of your own request."
        if request.author_id == user.pk
        else None
    )


@objection(Permission.REQUEST_CONFIRM_CONDITION)
def nobody_confirms_for_themself(user: Any, request: Any, on: date) -> str | None:
    return (
        "You cannot confirm the conditions of your own request."
        if request.author_id == user.pk
        else None
    )
