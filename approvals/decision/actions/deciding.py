"""Deciding: a signature is checked, kept under its fingerprint, and moves the request on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from approvals import emails, sentences
from approvals.decision import signature
from approvals.decision.models import Condition, Decision
from approvals.decision.row_lock import locked
from approvals.decision.signature import Answer, StaleSignIn, Term
from approvals.handover.actions import plan
from approvals.objections import check_may_decide
from approvals.request import snapshot
from approvals.request.gaps import gaps_of
from approvals.request.models import Request
from approvals.request.sections import BY_CODE
from approvals.route.models import Stage
from approvals.route.rows import take_over_step
from approvals.route.signers import interest_of
from approvals.route.stand_ins import stage_for
from approvals.workflow import REQUEST_MOVES, SIGN
from audit import trail
from audit.events import Event
from notifications import post
from people.models import User
from watch_list.actions import moves
from workflow.moves import WrongState, move

Outcome = Decision.Outcome


@transaction.atomic
def decide(
    *,
    request: Request,
    by: User,
    at: datetime,
    outcome: str,
    typed_signature: str,
    seen: str,
    note: str = "",
    reason: str = "",
    reason_code: str = "",
    brand: str = "",
    conditions: Iterable[Term] = (),
    tasks: Iterable[str] = (),
    resources_confirmed: bool = False,
    risk_approved: bool = False,
    signed_in_at: datetime | None = None,
) -> Decision:
    """Sign the step that is waiting for this person: approve, add conditions, send back or refuse (R4-R13).

    `seen` is the fingerprint of the answers they read; `signed_in_at` is when they last proved who they
    are. Raises WrongState when it is not their turn (any more) or the answers have changed since,
    ValidationError by field for an answer that is not complete, StaleSignIn.
    """
    answer = Answer(
        outcome, typed_signature.strip(), note.strip(), reason.strip(), reason_code, brand,
        tuple(conditions), tuple(tasks), resources_confirmed, risk_approved, signed_in_at,
    )  # fmt: skip
    request = locked(request)
    check_may_decide(by, request, localdate(at))
    stage = _stage_of(request, by, localdate(at))
    if seen != request.fingerprint:
        raise WrongState(sentences.CHANGED_SINCE, request)
    if problems := signature.problems_with(answer, request, stage, by, localdate(at)):
        raise ValidationError(problems)
    if signature.is_stale(answer, request, stage, at):
        raise StaleSignIn
    effect = {
        Outcome.APPROVE: _give_final_signature if stage.is_final else _sign,
        Outcome.APPROVE_WITH_CONDITIONS: _approve_with_conditions,
        Outcome.RETURN: _send_back,
        Outcome.REJECT: _reject,
    }[Outcome(outcome)]
    return effect(request, stage, answer, by, at)


@transaction.atomic
def approve_risk(*, request: Request, by: User, at: datetime) -> Request:
    """The headteacher approves the risk assessment, before or with the final signature (Q-5.3-18)."""
    request = locked(request)
    check(by, Permission.REQUEST_APPROVE_RISK, request, localdate(at))
    if not request.is_waiting:
        raise WrongState(
            "This request is not being decided, so its risk assessment cannot be approved.", request
        )
    if request.risk_approved_at is None:
        _approve_risk(request, by, at)
    return request


# ---- Whether it may be signed ------------------------------------------------------------------


def _stage_of(request: Request, by: User, on: date) -> Stage:
    """The current step, if it is this person's; else a sentence that says what has happened."""
    stage = stage_for(by, request, on)
    if stage is None:
        raise WrongState(
            f"{sentences.overtaken(request, by)}. Your decision was not recorded", request
        )
    return stage


# ---- What each answer does ---------------------------------------------------------------------


def _sign(request: Request, stage: Stage, answer: Answer, by: User, at: datetime) -> Decision:
    """One signature more: the request goes to the next step."""
    following = request.stages.filter(
        revision=request.revision, state=Stage.State.WAITING
    ).order_by("position")[0]
    move(request, SIGN[stage.code], by=by, at=at, to=f"awaiting_{following.code}")
    decision = _write(request, stage, answer, by, at)
    following.state, following.since = Stage.State.CURRENT, at
    following.save(update_fields=["state", "since"])
    request.waiting_since = at
    request.save(update_fields=["waiting_since"])
    emails.ask_to_decide(request, following, at=at)
    emails.progress(request, decision, following, at=at)
    return decision


def _give_final_signature(
    request: Request, stage: Stage, answer: Answer, by: User, at: datetime
) -> Decision:
    """The last yes: the channel goes on the register as planned (R7)."""
    _refuse_unfinished(request, answer, by, at)
    move(request, REQUEST_MOVES.approve, by=by, at=at)
    decision = _write(request, stage, answer, by, at)
    plan(request=request, by=by, at=at)
    return decision


def _approve_with_conditions(
    request: Request, stage: Stage, answer: Answer, by: User, at: datetime
) -> Decision:
    """A yes with work to do first; what the people named still lack is added to the conditions (R8)."""
    _refuse_unfinished(request, answer, by, at)
    move(request, REQUEST_MOVES.approve_with_conditions, by=by, at=at, reason=answer.reason)
    decision = _write(request, stage, answer, by, at)
    Condition.objects.bulk_create(_conditions(request, decision, answer, localdate(at)))
    emails.approved_with_conditions(request, at=at)
    return decision


def _send_back(request: Request, stage: Stage, answer: Answer, by: User, at: datetime) -> Decision:
    """The same request, to be changed: the ticked tasks are open again (R11)."""
    move(request, REQUEST_MOVES.send_back, by=by, at=at, reason=answer.reason)
    decision = _write(request, stage, answer, by, at)
    reopened = [code for code in BY_CODE if code in answer.tasks]
    request.tasks_reopened = reopened
    request.tasks_saved = [code for code in request.tasks_saved if code not in reopened]
    request.waiting_since = at
    request.save(update_fields=["tasks_reopened", "tasks_saved", "waiting_since"])
    emails.changes_needed(request, decision, [BY_CODE[code].title for code in reopened], at=at)
    return decision


def _reject(request: Request, stage: Stage, answer: Answer, by: User, at: datetime) -> Decision:
    """A no with its reason; the account name is free again (R13)."""
    move(request, REQUEST_MOVES.reject, by=by, at=at, reason=answer.reason)
    decision = _write(request, stage, answer, by, at)
    moves.give_up_converting(request_reference=request.reference, at=at)
    signed = request.decisions.standing().filter(outcome=Outcome.APPROVE).select_related("signer")
    emails.not_approved(request, decision, [one.signer for one in signed], at=at)
    return decision


# ---- Parts of the verbs ------------------------------------------------------------------------


def _refuse_unfinished(request: Request, answer: Answer, by: User, at: datetime) -> None:
    """The last signature comes last: everything R7 asks for is there, or nothing is recorded."""
    if problems := signature.final_problems(answer, request, by, localdate(at)):
        raise ValidationError(problems)
    if answer.risk_approved and request.risk_approved_at is None:
        _approve_risk(request, by, at)


def _approve_risk(request: Request, by: User, at: datetime) -> None:
    request.risk_approved_by, request.risk_approved_at = by, at
    request.save(update_fields=["risk_approved_by", "risk_approved_at"])
    trail.record(
        Event.RISK_APPROVED, by=by, at=at, record=request, data={"revision": request.revision}
    )


def _write(request: Request, stage: Stage, answer: Answer, by: User, at: datetime) -> Decision:
    """The signature itself, and the step it ends."""
    on = localdate(at)
    take_over_step(request, stage, by=by, at=at)
    decision = Decision(
        request=request,
        revision=request.revisions.get(number=request.revision),
        stage=stage.code,
        signer=by,
        capacity=signature.capacity_of(by, stage, request, on),
        outcome=answer.outcome,
        statement=signature.statement_for(request, stage, answer.outcome),
        note=answer.note,
        reason=answer.reason,
        reason_code=answer.reason_code if answer.outcome == Outcome.REJECT else "",
        brand=answer.brand if stage.code == "comms" else "",
        interest=interest_of(by, request, on)[:200],
        typed_signature=answer.typed_signature,
        signed_at=at,
    )
    decision.fingerprint = snapshot.seal(decision)
    decision.save(force_insert=True)
    stage.state, stage.decided_by = Stage.State.DECIDED, by
    stage.save(update_fields=["state", "decided_by"])
    post.settle(reference=request.reference, person=by, at=at)
    return decision


def _conditions(request: Request, decision: Decision, answer: Answer, on: date) -> list[Condition]:
    written = [
        Condition(
            request=request,
            decision=decision,
            text=term.text.strip(),
            owner=term.owner,
            due_on=term.due_on,
        )
        for term in answer.conditions
    ]
    due_on = max(request.go_live_date or on, on)
    return written + [
        Condition(
            request=request,
            decision=decision,
            text=gap.sentence,
            owner=gap.person,
            about=gap.person,
            gap=gap.code,
            due_on=due_on,
            automatic=True,
        )
        for gap in gaps_of(request, on)
    ]
