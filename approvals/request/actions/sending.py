"""Sending: the answers are fixed, the route is built, and the first signer is asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.api import PUPIL_GROUPS
from approvals import emails
from approvals.decision.models import Decision
from approvals.decision.row_lock import locked
from approvals.request import checks, snapshot
from approvals.request.checks import NotReady, Problem
from approvals.request.models import Request, Revision
from approvals.request.rows import note_unneeded
from approvals.request.statements import COLUMNS, statements_of
from approvals.route.models import Stage
from approvals.route.signers import players_of, route_of
from approvals.route.steps import Step
from approvals.workflow import REQUEST_MOVES
from notifications import post
from people.models import User
from workflow.moves import WrongState, move


@transaction.atomic
def send(
    *, request: Request, by: User, at: datetime, statements: Iterable[str] | None = None
) -> Request:
    """Send a draft (R2) or a changed request again (R12). `statements` are the columns agreed to, else all.

    Raises NotReady with every problem; nothing has changed then.
    """
    on = localdate(at)
    request = locked(request)
    check(by, Permission.REQUEST_SEND, request, on)
    if not request.is_editable:
        raise WrongState(REQUEST_MOVES.send.too_late, request)
    _state(request, statements)
    _refuse_unready(request, on)
    steps = route_of(request, on)
    is_again = request.revision > 0
    _keep_line(request, on)
    revision = _fix_answers(request, by=by, at=at)
    _void_risk_approval(request, revision)
    current = _lay_stages(request, steps, revision, at=at)
    _move(request, current, is_again=is_again, by=by, at=at)
    post.settle(reference=request.reference, person=by, at=at)
    _tell(request, current, at=at)
    return request


def _state(request: Request, agreed: Iterable[str] | None) -> None:
    """What is stated is what was asked of this request, and agreed to."""
    asked = {one.column for one in statements_of(request)}
    said = asked if agreed is None else asked & set(agreed)
    for column in COLUMNS:
        setattr(request, column, column in said)


def _keep_line(request: Request, on: date) -> None:
    """Who managed the author when it was sent stays so for it, whatever is entered afterwards."""
    players = players_of(request, on)
    request.line_manager = players.line_manager or request.line_manager
    request.line_is_own = players.line_is_own


def _refuse_unready(request: Request, on: date) -> None:
    found = checks.problems(request, on)
    if checks.unsigned_statements(request):
        found.append(Problem("send", "Select all 3 statements to show you agree with them"))
    if found:
        raise NotReady(found)


def _fix_answers(request: Request, *, by: User, at: datetime) -> Revision:
    """Keep what is sent exactly as it is, under its fingerprint. The author agrees by sending."""
    request.people.filter(person=by, agreed_at=None).update(agreed_at=at, declined_at=None)
    answers = snapshot.answers_of(request)
    request.revision += 1
    request.sent_at = request.sent_at or at
    request.waiting_since = request.edited_at = at
    request.tasks_reopened = []
    return Revision.objects.create(
        request=request,
        number=request.revision,
        sent_at=at,
        answers=answers,
        fingerprint=snapshot.fingerprint(answers),
    )


def _void_risk_approval(request: Request, revision: Revision) -> None:
    """A risk assessment that was approved covers the answers it was approved with."""
    earlier = request.revisions.filter(number=revision.number - 1).first()
    if earlier is None:
        return
    before, after = earlier.answers, revision.answers
    if snapshot.is_material(before, after) or "risk_assessment" in snapshot.changed(before, after):
        request.risk_approved_by = request.risk_approved_at = None


def _lay_stages(request: Request, steps: list[Step], revision: Revision, *, at: datetime) -> Stage:
    """The steps of this revision; those whose signatures still stand are done already (4.1.5)."""
    done = _standing(request, steps, revision)
    if not done:
        request.decisions.standing().update(counts=False)
        _note_unneeded(request, steps, at=at)
    stages = [
        Stage(
            request=request,
            revision=revision.number,
            position=position,
            code=step.code,
            signer=step.signer,
            capacity=step.capacity,
            role=step.role,
            why=step.why,
            state=_first_state(step, done),
            decided_by=step.signer if step.code in done else None,
        )
        for position, step in enumerate(steps, start=1)
    ]
    current = next(stage for stage in stages if stage.state == Stage.State.WAITING)
    current.state, current.since = Stage.State.CURRENT, at
    Stage.objects.bulk_create(stages)
    return current


def _standing(request: Request, steps: list[Step], revision: Revision) -> set[str]:
    """The steps that need no new signature: nothing material changed since, and the same people sign."""
    returned = request.decisions.filter(outcome=Decision.Outcome.RETURN).last()
    if returned is None or revision.number == 1:
        return set()
    before = request.revisions.get(number=revision.number - 1)
    if snapshot.is_material(before.answers, revision.answers):
        return set()
    earlier = {stage.code: stage.signer for stage in request.stages.filter(revision=before.number)}
    codes = [step.code for step in steps]
    kept = steps[: codes.index(returned.stage)] if returned.stage in codes else []
    same = all(earlier.get(step.code, "") == step.signer for step in kept)
    # A signature that no longer counts, of a request that has been taken over, carries nothing.
    signed = set(request.decisions.standing().values_list("stage", flat=True))
    required = {step.code for step in kept if step.is_required}
    return required if same and required <= signed else set()


def _first_state(step: Step, done: set[str]) -> str:
    if not step.is_required:
        return Stage.State.NOT_REQUIRED
    return Stage.State.DECIDED if step.code in done else Stage.State.WAITING


def _note_unneeded(request: Request, steps: list[Step], *, at: datetime) -> None:
    for step in steps:
        if not step.is_required:
            note_unneeded(
                request=request, code=step.code, capacity=step.capacity, why=step.why, at=at
            )


def _move(request: Request, current: Stage, *, is_again: bool, by: User, at: datetime) -> None:
    row = REQUEST_MOVES.resend if is_again else REQUEST_MOVES.send
    request.save()
    try:
        with transaction.atomic():
            move(
                request,
                row,
                by=by,
                at=at,
                to=f"awaiting_{current.code}",
                data={"revision": request.revision},
            )
    except IntegrityError as clash:
        taken = (
            f"{request.account_name} on {request.platform} is already asked for in another request"
        )
        raise NotReady([Problem("platform", taken)]) from clash


def _tell(request: Request, current: Stage, *, at: datetime) -> None:
    on = localdate(at)
    emails.ask_to_decide(request, current, at=at)
    waiting = request.people.unanswered().exclude(person=None)
    emails.ask_to_agree(request, User.objects.filter(pk__in=waiting.values("person_id")), at=at)
    if request.revision > 1:
        return
    first_hand = {request.author, current.signer}
    copies = [person for person in players_of(request, on).comms[:1] if person not in first_hand]
    emails.copy_to_communications(request, copies, at=at)
    if checks.groups(request.audience) & set(PUPIL_GROUPS):
        emails.pupils_are_meant(
            request, User.objects.holding("DSL", on=on, school=request.school), at=at
        )
