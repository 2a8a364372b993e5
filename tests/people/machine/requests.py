"""Requests for a channel: the villain or a puppet writes one; whoever is asked signs."""

from __future__ import annotations

from typing import Any

from approvals import actions
from approvals.models import Request
from tests.approvals.stage import answers
from tests.people.machine.rules import rule
from tests.people.machine.world import World


@rule("approvals.start", "approvals.save_task", "approvals.send", weight=2)
def he_asks_for_a_channel(world: World, who: int, whom: int, what: int) -> None:
    """At once whole, with colleagues to run it; or the one that was sent back, once more."""
    if request := world.request(whom):
        by = world.fresh(request.author_id) if what % 2 else world.hand(who)
        world.do("approvals.send", actions.send, request=request, by=by)
        return
    by = world.hand(who)
    request = world.do("approvals.start", actions.start, school=world.cast.school, by=by)
    if not isinstance(request, Request):
        return
    for task, given in answers(world.cast).items():
        world.do("approvals.save_task", actions.save_task, request=request, task=task, answers=given, by=by)  # fmt: skip
    world.do("approvals.send", actions.send, request=request, by=by)


def sign(world: World, request: Request, by: Any, outcome: str = "approve") -> None:
    given = {
        "typed_signature": by.full_name,
        "seen": Request.objects.get(pk=request.pk).fingerprint,
        "brand": "yes",
        "signed_in_at": world.at,
        "outcome": outcome,
        "resources_confirmed": True,
        "risk_approved": True,
    }
    if outcome == "return":
        given |= {"reason": "Say more", "tasks": ("purpose",)}
    elif outcome == "reject":
        given |= {"reason": "No", "reason_code": "other"}
    world.do("approvals.decide", actions.decide, request=request, by=by, **given)


@rule("approvals.decide", weight=3)
def he_signs(world: World, who: int, whom: int, what: int) -> None:
    request = world.request(whom)
    if request is None:
        return
    stage = request.current_stage
    is_his = stage and world.is_hand(stage.signer_id)
    sign(world, request, world.fresh(stage.signer_id) if is_his else world.hand(who))


@rule("approvals.decide", "approvals.agree", "approvals.decline", weight=4, honest=True)
def whoever_is_asked_signs(world: World, who: int, whom: int, what: int) -> None:
    request = world.request(whom)
    if request is None:
        return
    stage = request.current_stage
    if what % 4 == 3:
        person = world.fresh(world.cast.colleague.pk if who % 2 else world.cast.teacher.pk)
        name = "decline" if what == 11 else "agree"
        world.do(f"approvals.{name}", getattr(actions, name), request=request, by=person)
    elif stage and world.honest(stage.signer_id):
        outcome = {10: "return", 9: "reject"}.get(what, "approve")
        sign(world, request, world.fresh(stage.signer_id), outcome)


@rule("approvals.approve_risk", "approvals.agree", "approvals.confirm_condition", "approvals.waive_condition", "approvals.withdraw", "approvals.adopt", weight=1)  # fmt: skip
def he_settles_the_rest(world: World, who: int, whom: int, what: int) -> None:
    request, by = world.request(whom), world.hand(who)
    if request is None:
        return
    condition = request.conditions.first()
    if what % 4 == 0:
        world.do("approvals.approve_risk", actions.approve_risk, request=request, by=by)
    elif what % 4 == 1:
        world.do("approvals.agree", actions.agree, request=request, by=by)
    elif what % 4 == 2 and condition:
        world.do("approvals.confirm_condition", actions.confirm_condition, condition=condition, by=by)  # fmt: skip
        world.do("approvals.waive_condition", actions.waive_condition, condition=condition, reason="Not needed", by=by)  # fmt: skip
    elif what == 7:
        world.do("approvals.adopt", actions.adopt, request=request, by=by)
    elif what == 11:
        world.do("approvals.withdraw", actions.withdraw, request=request, by=by, reason="No")
