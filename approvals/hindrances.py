"""Why somebody cannot sign the step that is theirs, and who would take it over (requirements 4.1.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from approvals import route
from approvals.models import Request, Stage, StageMove
from approvals.players import holds_still, players_of
from approvals.route import Players, Step
from people.models import User

Because = StageMove.Because
TO_COME = (Stage.State.WAITING, Stage.State.CURRENT)


def hindrance(stage: Stage, request: Request, on: date) -> str:
    """The code of what keeps its signer from it; empty where nothing does. Away counts for the step that waits."""
    signer = stage.signer
    if not User.objects.present(on).filter(pk=signer.pk).exists():
        return Because.LEFT
    if not holds_still(stage, request, on):
        return Because.ROLE
    if stage.state == Stage.State.CURRENT and signer.is_away(on):
        return Because.AWAY
    return ""


def stand_in_for(stage: Stage, request: Request, on: date) -> Step:
    """Who takes this step over. Raises NoSigner."""
    others = {
        one.code: Step(one.code, one.signer, one.capacity)
        for one in request.stages.filter(revision=request.revision).select_related("signer")
        if one.pk != stage.pk
    }
    return route.stand_in(stage.code, _players(request, on, besides=stage.signer), others)


def _players(request: Request, on: date, *, besides: User) -> Players:
    away = User.objects.filter(trust=request.trust_id).exclude(pk__in=User.objects.not_away(on))
    return players_of(request, on, unable={*away, besides})


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
