"""Stand-ins beside a signer: asked overnight, and given the step when they sign first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from approvals import emails
from approvals.request.models import Request
from approvals.route.hindrances import beside
from approvals.route.models import Stage, StageMove, StandIn
from approvals.route.stand_ins import as_theirs, gives_way, turn
from approvals.route.steps import NoSigner
from audit import trail
from audit.events import Event
from notifications import post
from people.models import User


def keep_stand_ins(request: Request, *, by: User, at: datetime) -> int:
    """Whoever stands in for nobody any more is no longer asked; where the signer gives way another is. How many were."""
    stage, on = request.current_stage, localdate(at)
    if stage is None or stage.signer is None:
        return 0
    rows = turn(stage, request, on)
    end_turn(request, stage, [row.pk for row in rows], at=at)
    last, added = rows[-1].signer if rows else stage.signer, 0
    while gives_way(last, request, stage, on):
        row = _add(request, stage, gives_way(stage.signer, request, stage, on), at=at)
        if row is None:
            break
        said = {"stage": stage.code, "from": str(stage.signer_id), "besides": str(row.signer_id)}
        trail.record(Event.REQUEST_MOVED, by=by, at=at, record=request, data=said)
        last, added = row.signer, added + 1
    return added


def _add(request: Request, stage: Stage, because: str, *, at: datetime) -> StandIn | None:
    try:
        step = beside(stage, request, localdate(at))
    except NoSigner:
        if not stage.stand_ins.filter(ended_at=None).exists():
            emails.nobody_can_sign(request, stage, at=at)
        return None
    row = StandIn.objects.create(
        stage=stage,
        position=stage.stand_ins.count(),
        signer=step.signer,
        capacity=step.capacity,
        role=step.role,
        because=because,
        at=at,
    )
    asked = as_theirs(Stage.objects.get(pk=stage.pk), row)
    emails.ask_to_decide(request, asked, at=at, stand_in=row)
    return row


def end_turn(request: Request, stage: Stage, staying: list[Any], *, at: datetime) -> None:
    """Nothing is asked of them any more."""
    over = stage.stand_ins.filter(ended_at=None).exclude(pk__in=staying)
    for row in over.select_related("signer"):
        post.settle(reference=request.reference, person=row.signer, kind="decision_asked", at=at)
    over.update(ended_at=at)


def take_over_step(request: Request, stage: Stage, *, by: User, at: datetime) -> None:
    """Whoever signs first has the step: of a stand-in's it is written down whose it was."""
    row = stage.stand_ins.filter(signer=by, ended_at=None).first()
    was = Stage.objects.get(pk=stage.pk).signer
    if was is not None and was != by and row is not None:
        StageMove.objects.create(
            stage=stage, was=was, because=row.because, now=by, capacity=row.capacity, at=at
        )
        stage.save(update_fields=["signer", "capacity", "role", "why"])
        said = {"stage": stage.code, "from": str(was.pk), "to": str(by.pk)}
        trail.record(Event.REQUEST_MOVED, by=by, at=at, record=request, data=said)
        post.settle(reference=request.reference, person=was, kind="decision_asked", at=at)
    end_turn(request, stage, [], at=at)
