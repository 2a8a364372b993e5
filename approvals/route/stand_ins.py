"""Who may sign the current step besides its signer: a step never leaves somebody on another's word (design: appointments, 5).

Somebody else says that the signer is away, suspended them or holds their role back, or nobody has said yet
who they are: a stand-in may sign too, and whoever signs first has it. Once the signer is there again the
stand-in's turn is over.
"""

from __future__ import annotations

from datetime import date

from django.utils.timezone import localdate

from approvals.request.models import Request
from approvals.route.hands import hands_in
from approvals.route.models import Stage, StageMove, StandIn
from approvals.route.signers import holds_still, named
from people.models import User
from schools.api import school_days_between

Because = StageMove.Because
UNKNOWN_FOR = 5  # school days: as long as a decision may take


def gives_way(person: User, request: Request, stage: Stage, on: date) -> str:
    """The code of why somebody may sign besides this person; empty where nobody may."""
    if is_said_away(person, request, on) or _is_suspended(person, request, on):
        return Because.SAID
    if person.pk == stage.signer_id and _is_held_back(stage, request, on):
        return Because.ROLE
    since = stage.since and localdate(stage.since)
    if person.known_at is None and since:
        days = school_days_between(request.school or request.trust, since, on)
        return Because.UNKNOWN if days >= UNKNOWN_FOR else ""
    return ""


def is_away(person: User, on: date) -> bool:
    """By their own word; whoever signs in as somebody unknown may say so for another."""
    if person.known_at is None:
        return False
    return bool(person.absences.on(on).filter(recorded_by=person).exists())


def is_said_away(person: User, request: Request, on: date) -> bool:
    """By another's word alone; nothing the author says of it counts, nor whom the author put in place."""
    rows = person.absences.on(on)
    if not rows.exists() or is_away(person, on):
        return False
    hands = hands_in(request, named(request, on))
    return bool(rows.exclude(recorded_by__in=hands.put_there | hands.ever).exists())


def _is_suspended(person: User, request: Request, on: date) -> bool:
    """To everybody else they are away; by the author, or whom the author put in place, it counts for nothing."""
    if not person.is_suspended(on):
        return False
    hands = hands_in(request, named(request, on))
    return person.suspended_by_id not in hands.put_there | hands.ever


def _is_held_back(stage: Stage, request: Request, on: date) -> bool:
    """Whether somebody holds back the role that its signer signs by."""
    if stage.signer is None or stage.signer.is_suspended(on) or holds_still(stage, request, on):
        return False
    return holds_still(stage, request, on, or_is_held_back=True)


def turn(stage: Stage, request: Request, on: date) -> list[StandIn]:
    """The stand-ins who may sign it on this day: each while everybody before them gives way."""
    found: list[StandIn] = []
    before = stage.signer
    for row in stage.stand_ins.filter(ended_at=None).select_related("signer"):
        if before is None or not gives_way(before, request, stage, on):
            return found
        if _may_still(row, request, on):
            found.append(row)
            before = row.signer
    return found


def stage_for(user: User, request: Request, on: date) -> Stage | None:
    """The current step as this person would sign it; none where it is not theirs."""
    stage = request.current_stage
    if stage is None or stage.signer_id == user.pk:
        return stage
    for row in turn(stage, request, on):
        if row.signer_id == user.pk:
            return as_theirs(stage, row)
    return None


def as_theirs(stage: Stage, row: StandIn) -> Stage:
    """The step in the stand-in's hands; nothing is saved."""
    why = row.sentence  # names whose step it was
    stage.signer, stage.capacity, stage.role = row.signer, row.capacity, row.role
    stage.why = why[:200]
    return stage


def _may_still(row: StandIn, request: Request, on: date) -> bool:
    here = User.objects.present(on).filter(pk=row.signer_id).exists()
    return here and holds_still(row, request, on)
