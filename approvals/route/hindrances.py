"""Why somebody cannot sign the step that is theirs, and who would take it over (requirements 4.1.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F, Q

from approvals.request.models import Request
from approvals.route import steps as route
from approvals.route.held_back import by_whom
from approvals.route.models import Stage, StageMove
from approvals.route.signers import holds_still, players_of
from approvals.route.stand_ins import is_away
from approvals.route.steps import Players, Step
from people.models import Absence, User
from workflow.promised import promised

Because = StageMove.Because
TO_COME = (Stage.State.WAITING, Stage.State.CURRENT)


def hindrance(stage: Stage, request: Request, on: date) -> str:
    """The code of what keeps its signer from it; empty where nothing does.

    Away counts for the step that waits, and only by their own word: on another's, and for as long as
    they are suspended or their role is held back, somebody stands in besides.
    """
    signer = promised(stage.signer)
    if not User.objects.here(on).filter(pk=signer.pk).exists():
        return Because.LEFT
    if not holds_still(stage, request, on, or_is_held_back=True):
        return Because.ROLE
    if stage.state == Stage.State.CURRENT and is_away(signer, on):
        return Because.AWAY
    return ""


def stand_in_for(stage: Stage, request: Request, on: date) -> Step:
    """Who takes this step over. Raises NoSigner."""
    players = _players(stage, request, on, besides={stage.signer})
    return route.stand_in(stage.code, players, _others(stage, request))


def beside(stage: Stage, request: Request, on: date) -> Step:
    """Who may sign this step too, while those who have it give way. Raises NoSigner."""
    asked = {row.signer for row in stage.stand_ins.filter(ended_at=None).select_related("signer")}
    players = _players(stage, request, on, besides={stage.signer, *asked})
    return route.stand_in(stage.code, players, _others(stage, request), must_sign=True)


def _others(stage: Stage, request: Request) -> dict[str, Step]:
    return {
        one.code: Step(one.code, one.signer, one.capacity)
        for one in request.stages.filter(revision=request.revision).select_related("signer")
        if one.pk != stage.pk
    }


def _players(stage: Stage, request: Request, on: date, *, besides: set[Any]) -> Players:
    """Away by their own word, or known to nobody, they stand in for nobody; on another's word they still do.

    Nor does whoever keeps somebody from signing here; with a step of their own they gain nothing by it.
    """
    away = Absence.objects.on(on).filter(recorded_by=F("person")).values("person")
    unable = User.objects.filter(Q(pk__in=away) | Q(known_at=None), trust=request.trust_id)
    gains = User.objects.filter(pk__in=by_whom(stage, request, on) - {None})
    signs = {step.signer for step in _others(stage, request).values()}
    return players_of(request, on, unable={*unable, *besides, *({*gains} - signs)})


def alone(request: Request, steps: list[Step], on: date) -> list[Step]:
    """The steps of this route in whose place nobody could sign: one absence, and nobody is left."""
    players = players_of(request, on)
    return [step for step in steps if step.is_required and not _has_stand_in(step, players, steps)]


def _has_stand_in(step: Step, players: Players, steps: list[Step]) -> bool:
    others = {one.code: one for one in steps if one.code != step.code}
    try:
        route.stand_in(step.code, replace(players, unable=frozenset({step.signer})), others)
    except route.NoSigner:
        return False
    return True
