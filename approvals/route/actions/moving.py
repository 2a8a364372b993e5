"""A step goes to somebody else when its signer is away, has left or signs here no longer (R19, 4.1.7)."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from approvals import emails
from approvals.decision.row_lock import locked
from approvals.request.models import Request
from approvals.request.rows import note_unneeded
from approvals.route.hindrances import TO_COME, hindrance, stand_in_for
from approvals.route.models import Stage, StageMove
from approvals.route.rows import keep_stand_ins
from approvals.route.steps import NoSigner, Step
from approvals.workflow import REQUEST_MOVES
from audit import trail
from audit.events import Event
from notifications import post
from people.models import User
from workflow.moves import move
from workflow.promised import promised

log = logging.getLogger(__name__)


def move_steps(*, by: User, at: datetime) -> int:
    """After midnight: every step whose signer cannot sign it goes on; returns how many went.

    One request that cannot be settled keeps no other waiting. Tells whoever may take over a leaver's request.
    """
    on, moved = localdate(at), 0
    for request in Request.objects.waiting().order_by("pk"):
        try:
            moved += move_steps_of(request=request, by=by, at=at)
        except Exception:
            log.exception("The steps of request %s could not be moved.", request.reference)
    for request in Request.objects.of_leavers(on).select_related("line_manager", "school"):
        emails.author_has_left(request, at=at)
    return moved


@transaction.atomic
def move_steps_of(*, request: Request, by: User, at: datetime) -> int:
    """The steps to come of one request; a step that has moved stays where it is while its signer can sign.

    On another's word that a signer is away nothing moves: a stand-in is asked besides.
    """
    request, on, moved = locked(request), localdate(at), 0
    to_come = request.stages.filter(revision=request.revision, state__in=TO_COME)
    for stage in to_come.select_related("signer") if request.is_waiting else ():
        if because := hindrance(stage, request, on):
            moved += _move(request, stage, because, by=by, at=at)
    return moved + (keep_stand_ins(request, by=by, at=at) if request.is_waiting else 0)


def _move(request: Request, stage: Stage, because: str, *, by: User, at: datetime) -> int:
    try:
        step = stand_in_for(stage, request, localdate(at))
    except NoSigner:
        emails.nobody_can_sign(request, stage, at=at)
        return 0
    was, was_current = promised(stage.signer), stage.state == Stage.State.CURRENT
    record = StageMove.objects.create(
        stage=stage, was=was, because=because, now=step.signer, capacity=step.capacity, at=at
    )
    _give(request, stage, step, record, at=at)
    said = {
        "stage": stage.code,
        "from": str(was.pk),
        "to": str(step.signer.pk if step.signer else ""),
    }
    trail.record(Event.REQUEST_MOVED, by=by, at=at, record=request, data=said)
    if was_current:
        post.settle(reference=request.reference, person=was, kind="decision_asked", at=at)
        _ask(request, stage, step, by=by, at=at)
        emails.moved_on(request, record, at=at)
    return 1


def _give(request: Request, stage: Stage, step: Step, record: StageMove, *, at: datetime) -> None:
    """The step itself: another signer, or none where nobody need."""
    if step.is_required:
        stage.signer, stage.capacity, stage.role = step.signer, step.capacity, step.role
    else:
        stage.state = Stage.State.NOT_REQUIRED
        note_unneeded(
            request=request, code=stage.code, capacity=stage.capacity, why=record.sentence, at=at
        )
    stage.why = record.sentence[:200]
    stage.since = at if stage.state == Stage.State.CURRENT else stage.since
    stage.save(update_fields=["signer", "capacity", "role", "why", "state", "since"])


def _ask(request: Request, stage: Stage, step: Step, *, by: User, at: datetime) -> None:
    """Whoever's turn it is now is asked, and their time begins."""
    if not step.is_required:
        stage = request.stages.filter(revision=request.revision, state=Stage.State.WAITING)[0]
        stage.state, stage.since = Stage.State.CURRENT, at
        stage.save(update_fields=["state", "since"])
        move(request, REQUEST_MOVES.pass_over, by=by, at=at, to=f"awaiting_{stage.code}")
    request.waiting_since = at
    request.save(update_fields=["waiting_since"])
    emails.ask_to_decide(request, stage, at=at)
