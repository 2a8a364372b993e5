"""Deciding: a signature is checked, kept under its fingerprint, and moves the request on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from approvals import checks, emails, snapshot, words
from approvals.locking import locked
from approvals.models import REASONS, Condition, Decision, Request, Stage
from approvals.planning import plan
from approvals.players import interest_of
from approvals.rules import check_may_decide
from approvals.sections import BY_CODE
from approvals.workflow import REQUEST_MOVES, SIGN
from audit import trail
from audit.events import Event
from schools import policy_settings
from workflow.moves import WrongState, move

Outcome = Decision.Outcome
LEAST_REASON = 20
LEAST_CONDITION = 10


class StaleSignIn(Exception):
    """The final signature needs a sign-in of the last few minutes; nothing has been recorded."""


@dataclass(frozen=True)
class Term:
    """A condition as the signer writes it: what, who does it, by when."""

    text: str
    owner: Any
    due_on: date


@dataclass(frozen=True)
class Answer:
    """What a signer says when deciding."""

    outcome: str
    typed_signature: str
    note: str = ""
    reason: str = ""
    reason_code: str = ""
    brand: str = ""
    conditions: tuple[Term, ...] = ()
    tasks: tuple[str, ...] = ()
    resources_confirmed: bool = False
    risk_approved: bool = False
    signed_in_at: datetime | None = field(default=None, compare=False)


@transaction.atomic
def decide(
    *,
    request: Request,
    by: Any,
    at: datetime,
    outcome: str,
    typed_signature: str,
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

    `signed_in_at` is when they last proved who they are. Raises WrongState when it is not their turn
    (any more), ValidationError by field for an answer that is not complete, StaleSignIn.
    """
    answer = Answer(
        outcome, typed_signature.strip(), note.strip(), reason.strip(), reason_code, brand,
        tuple(conditions), tuple(tasks), resources_confirmed, risk_approved, signed_in_at,
    )  # fmt: skip
    request = locked(request)
    check_may_decide(by, request, localdate(at))
    stage = _stage_of(request, by)
    _refuse_incomplete(request, stage, answer, by, at)
    _refuse_stale(request, stage, answer, at)
    return EFFECTS[outcome](request, stage, answer, by, at)


@transaction.atomic
def approve_risk(*, request: Request, by: Any, at: datetime) -> Request:
    """The headteacher approves the risk assessment, before or with the final signature (Q-5.3-18)."""
    request = locked(request)
    check(by, Permission.REQUEST_APPROVE_RISK, request, localdate(at))
    if not request.is_waiting:
        raise WrongState("This request is not being decided, so its risk assessment cannot be approved.", request)
    if request.risk_approved_at is None:
        _approve_risk(request, by, at)
    return request


# ---- Whether it may be signed ------------------------------------------------------------------


def _stage_of(request: Request, by: Any) -> Stage:
    """The current step, if it is this person's; else a sentence that says what has happened."""
    stage = request.current_stage
    if stage is None or stage.signer_id != by.pk:
        raise WrongState(f"{words.overtaken(request, by)}. Your decision was not recorded", request)
    return stage


def _refuse_incomplete(request: Request, stage: Stage, answer: Answer, by: Any, at: datetime) -> None:
    gaps = checks.gaps(request, localdate(at)) if answer.outcome == Outcome.APPROVE_WITH_CONDITIONS else []
    problems = dict(_incomplete(request, stage, answer, by, gaps))
    if problems:
        raise ValidationError(problems)


def _incomplete(request: Request, stage: Stage, answer: Answer, by: Any, gaps: list[str]) -> Iterable[tuple[str, str]]:
    if answer.outcome not in EFFECTS or answer.outcome not in outcomes_for(stage):
        yield "outcome", "Select your decision"
    if not words.is_name_of(answer.typed_signature, by):
        yield "typed_signature", name_problem(answer.typed_signature, by)
    if answer.outcome == Outcome.APPROVE and stage.code == "comms" and answer.brand not in ("yes", "no", "not_used"):
        yield "brand", "Select whether it may use our name and mark"
    if answer.outcome in (Outcome.RETURN, Outcome.REJECT) and len(answer.reason) < LEAST_REASON:
        yield "reason", reason_problem(answer.outcome, answer.reason, request)
    if answer.outcome == Outcome.REJECT and answer.reason_code not in dict(REASONS):
        yield "reason_code", "Select the main reason"
    if answer.outcome == Outcome.APPROVE_WITH_CONDITIONS and not answer.conditions and not gaps:
        yield "conditions", "Enter at least one condition"
    if any(len(term.text.strip()) < LEAST_CONDITION for term in answer.conditions):
        yield "conditions", f"Each condition must be at least {LEAST_CONDITION} characters"


def outcomes_for(stage: Stage) -> list[str]:
    """What this step may answer: conditions belong to the last; an early no is the school's to allow."""
    allowed = [Outcome.APPROVE, Outcome.RETURN]
    if stage.is_final:
        allowed.insert(1, Outcome.APPROVE_WITH_CONDITIONS)
    if stage.is_final or policy_settings.value("early_rejection", school=stage.request.school):
        allowed.append(Outcome.REJECT)
    return [str(outcome) for outcome in allowed]


def name_problem(typed: str, by: Any) -> str:
    return f"Type your name as it is on your account: {by}" if typed else "Type your full name to sign"


def reason_problem(outcome: str, reason: str, request: Request) -> str:
    if reason:
        return f"Say a little more: at least {LEAST_REASON} characters"
    what = "what needs to change" if outcome == Outcome.RETURN else "why you do not approve it"
    return f"Enter {what}. {request.author} will see this"


def _refuse_stale(request: Request, stage: Stage, answer: Answer, at: datetime) -> None:
    """The last signature is given by somebody who has just shown who they are."""
    if not stage.is_final:
        return
    minutes = policy_settings.value("fresh_sign_in_minutes", trust=request.trust)
    if answer.signed_in_at is None or at - answer.signed_in_at > timedelta(minutes=minutes):
        raise StaleSignIn


def final_problems(request: Request, answer: Answer, on: date) -> dict[str, str]:
    """What R7 still asks for before an outright yes."""
    found: dict[str, str] = {}
    if not answer.resources_confirmed:
        found["resources_confirmed"] = "Confirm that the school can spare the time and people"
    if risk_is_missing(request, answer):
        found["risk_approved"] = "Approve the risk assessment, or send the request back"
    if answer.outcome == Outcome.APPROVE and (gaps := checks.gaps(request, on)):
        found["outcome"] = f"You cannot approve this yet: {'; '.join(gaps)}. You can approve it with conditions"
    return found


def risk_is_missing(request: Request, answer: Answer) -> bool:
    return risk_may_be_asked(request) and not answer.risk_approved


def risk_may_be_asked(request: Request) -> bool:
    """Whether the risk assessment still has to be approved here."""
    required = policy_settings.value("risk_assessment_required", school=request.school)
    return bool(required and request.risk_approved_at is None)


# ---- What each answer does ---------------------------------------------------------------------


def _approve(request: Request, stage: Stage, answer: Answer, by: Any, at: datetime) -> Decision:
    return (_give_final_signature if stage.is_final else _sign)(request, stage, answer, by, at)


def _sign(request: Request, stage: Stage, answer: Answer, by: Any, at: datetime) -> Decision:
    """One signature more: the request goes to the next step."""
    following = request.stages.filter(revision=request.revision, state=Stage.State.WAITING).order_by("position")[0]
    move(request, SIGN[stage.code], by=by, at=at, to=f"awaiting_{following.code}")
    decision = _write(request, stage, answer, by, at)
    following.state, following.since = Stage.State.CURRENT, at
    following.save(update_fields=["state", "since"])
    request.waiting_since = at
    request.save(update_fields=["waiting_since"])
    emails.ask_to_decide(request, following, at=at)
    emails.progress(request, decision, following, at=at)
    return decision


def _give_final_signature(request: Request, stage: Stage, answer: Answer, by: Any, at: datetime) -> Decision:
    """The last yes: the channel goes on the register as planned (R7)."""
    _refuse_unfinished(request, stage, answer, by, at)
    move(request, REQUEST_MOVES.approve, by=by, at=at)
    decision = _write(request, stage, answer, by, at)
    plan(request, by=by, at=at)
    return decision


def _approve_with_conditions(request: Request, stage: Stage, answer: Answer, by: Any, at: datetime) -> Decision:
    """A yes with work to do first; what the people named still lack is added to the conditions (R8)."""
    _refuse_unfinished(request, stage, answer, by, at)
    move(request, REQUEST_MOVES.approve_with_conditions, by=by, at=at, reason=answer.reason)
    decision = _write(request, stage, answer, by, at)
    Condition.objects.bulk_create(_conditions(request, decision, answer, localdate(at)))
    emails.approved_with_conditions(request, at=at)
    return decision


def _send_back(request: Request, stage: Stage, answer: Answer, by: Any, at: datetime) -> Decision:
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


def _reject(request: Request, stage: Stage, answer: Answer, by: Any, at: datetime) -> Decision:
    """A no with its reason; the account name is free again (R13)."""
    move(request, REQUEST_MOVES.reject, by=by, at=at, reason=answer.reason)
    decision = _write(request, stage, answer, by, at)
    signed = request.decisions.standing().filter(outcome=Outcome.APPROVE).select_related("signer")
    emails.not_approved(request, decision, [one.signer for one in signed], at=at)
    return decision


EFFECTS: dict[str, Callable[[Request, Stage, Answer, Any, datetime], Decision]] = {
    Outcome.APPROVE: _approve,
    Outcome.APPROVE_WITH_CONDITIONS: _approve_with_conditions,
    Outcome.RETURN: _send_back,
    Outcome.REJECT: _reject,
}


# ---- Parts of the verbs ------------------------------------------------------------------------


def _refuse_unfinished(request: Request, stage: Stage, answer: Answer, by: Any, at: datetime) -> None:
    """R7, and the two-person rule: one signature besides this one must stand."""
    if problems := final_problems(request, answer, localdate(at)):
        raise ValidationError(problems)
    others = request.decisions.standing().filter(outcome=Outcome.APPROVE).exclude(signer__in=(by, request.author))
    if not others.exists():
        raise ValidationError({"outcome": "A second person has to sign before this can be approved"})
    if answer.risk_approved and request.risk_approved_at is None:
        _approve_risk(request, by, at)


def _approve_risk(request: Request, by: Any, at: datetime) -> None:
    request.risk_approved_by, request.risk_approved_at = by, at
    request.save(update_fields=["risk_approved_by", "risk_approved_at"])
    trail.record(Event.RISK_APPROVED, by=by, at=at, record=request, data={"revision": request.revision})


def _write(request: Request, stage: Stage, answer: Answer, by: Any, at: datetime) -> Decision:
    """The signature itself, and the step it ends."""
    on = localdate(at)
    decision = Decision(
        request=request,
        revision=request.revisions.get(number=request.revision),
        stage=stage.code,
        signer=by,
        capacity=capacity_of(by, stage, request, on),
        outcome=answer.outcome,
        statement=statement_for(request, stage, answer.outcome),
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
    return decision


def statement_for(request: Request, stage: Stage, outcome: str) -> str:
    """The words this signer signs; where the line manager signs last, they cover that step too."""
    covers_both = (
        stage.is_final
        and stage.signer_id == request.line_manager_id
        and request.stages.filter(revision=request.revision, code="line_manager", state="not_required").exists()
    )
    return words.statement(stage.code, outcome, for_line_manager_too=covers_both)


def capacity_of(person: Any, stage: Stage, request: Request, on: date) -> str:
    """The post held at signing; the step's own name where they hold none here."""
    holdings = person.holdings.on(on).filter(post__trust=request.trust).select_related("post")
    titles = [holding.post.title for holding in holdings if holding.post.school_id in (None, request.school_id)]
    return (", ".join(titles) or stage.capacity)[:80]


def _conditions(request: Request, decision: Decision, answer: Answer, on: date) -> list[Condition]:
    written = [
        Condition(request=request, decision=decision, text=term.text.strip(), owner=term.owner, due_on=term.due_on)
        for term in answer.conditions
    ]
    due_on = max(request.go_live_date or on, on)
    return written + [
        Condition(
            request=request,
            decision=decision,
            text=gap,
            owner=checks.person_of_gap(request, gap) or request.author,
            due_on=due_on,
            automatic=True,
        )
        for gap in checks.gaps(request, on)
    ]
