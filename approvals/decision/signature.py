"""What a signature says, whether it is complete, and what it still needs: asked before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from approvals import sentences
from approvals.decision.models import REASONS, Decision
from approvals.request import checks
from approvals.request.gaps import gaps_of
from approvals.request.models import Request
from approvals.route.models import Stage
from people.api import names
from people.models import User
from schools.api import policy_settings

Outcome = Decision.Outcome
EXPLAINS: dict[str, str] = {
    Outcome.RETURN: "what needs to change",
    Outcome.REJECT: "why you do not approve it",
}
BRANDS = ("yes", "no", "not_used")
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
    signed_in_at: datetime | None = None


def outcomes_for(stage: Stage) -> list[str]:
    """What this step may answer: conditions belong to the last; an early no is the school's to allow."""
    allowed = [Outcome.APPROVE, Outcome.RETURN]
    if stage.is_final:
        allowed.insert(1, Outcome.APPROVE_WITH_CONDITIONS)
    if stage.is_final or policy_settings.value("early_rejection", school=stage.request.school):
        allowed.append(Outcome.REJECT)
    return [str(outcome) for outcome in allowed]


# ---- Whether it is complete --------------------------------------------------------------------


def problems_with(
    answer: Answer, request: Request, stage: Stage, by: User, on: date
) -> dict[str, str]:
    """What is missing, by field; empty for a decision that can be recorded."""
    return dict(
        [
            *_unsigned(answer, stage, by),
            *_unexplained(answer, request),
            *_no_terms(answer, request, by, on),
        ]
    )


def _unsigned(answer: Answer, stage: Stage, by: User) -> Iterator[tuple[str, str]]:
    if answer.outcome not in outcomes_for(stage):
        yield "outcome", "Select your decision"
    if not answer.typed_signature:
        yield "typed_signature", "Type your full name to sign"
    elif not names.is_name_of(answer.typed_signature, by):
        yield "typed_signature", f"Type your name as it is on your account: {by}"
    if answer.outcome == Outcome.APPROVE and stage.code == "comms" and answer.brand not in BRANDS:
        yield "brand", "Select whether it may use our name and mark"


def _unexplained(answer: Answer, request: Request) -> Iterator[tuple[str, str]]:
    what = EXPLAINS.get(answer.outcome)
    if what and not answer.reason:
        yield "reason", f"Enter {what}. {request.author} will see this"
    elif what and len(answer.reason) < LEAST_REASON:
        yield "reason", f"Say a little more: at least {LEAST_REASON} characters"
    if answer.outcome == Outcome.REJECT and answer.reason_code not in dict(REASONS):
        yield "reason_code", "Select the main reason"


def _no_terms(answer: Answer, request: Request, by: User, on: date) -> Iterator[tuple[str, str]]:
    if answer.outcome != Outcome.APPROVE_WITH_CONDITIONS:
        return
    if not answer.conditions and not gaps_of(request, on):
        yield "conditions", "Enter at least one condition"
    if any(term.owner == by for term in answer.conditions):
        yield (
            "conditions",
            "Somebody else has to meet each condition, because you say when it is met",
        )
    if any(len(term.text.strip()) < LEAST_CONDITION for term in answer.conditions):
        yield "conditions", f"Each condition must be at least {LEAST_CONDITION} characters"


# ---- What the last signature needs besides -----------------------------------------------------


def is_stale(answer: Answer, request: Request, stage: Stage, at: datetime) -> bool:
    """Whether the last signature comes from somebody who showed too long ago who they are."""
    if not stage.is_final:
        return False
    minutes = policy_settings.value("fresh_sign_in_minutes", trust=request.trust)
    return answer.signed_in_at is None or at - answer.signed_in_at > timedelta(minutes=minutes)


def final_problems(answer: Answer, request: Request, by: User, on: date) -> dict[str, str]:
    """What R7 still asks for, and the two-person rule: one signature besides this one must stand."""
    found: dict[str, str] = {}
    if not answer.resources_confirmed:
        found["resources_confirmed"] = "Confirm that the school can spare the time and people"
    if risk_may_be_asked(request) and not answer.risk_approved:
        found["risk_approved"] = "Approve the risk assessment, or send the request back"
    if answer.outcome == Outcome.APPROVE and (gaps := gaps_of(request, on)):
        said = "; ".join(gap.sentence for gap in gaps)
        found["outcome"] = (
            f"You cannot approve this yet: {said}. You can approve it with conditions"
        )
    if problems := checks.against(request, on):
        found["outcome"] = f"{'. '.join(problems)}. Send the request back for changes"
    others = (
        request.decisions.standing()
        .filter(outcome=Outcome.APPROVE)
        .exclude(signer__in=(by, request.author))
    )
    if not others.exists():
        found["outcome"] = "A second person has to sign before this can be approved"
    return found


def risk_may_be_asked(request: Request) -> bool:
    """Whether the risk assessment still has to be approved here."""
    required = policy_settings.value("risk_assessment_required", school=request.school)
    return bool(required and request.risk_approved_at is None)


# ---- The words of it ---------------------------------------------------------------------------


def statement_for(request: Request, stage: Stage, outcome: str) -> str:
    """The words this signer signs; where the line manager signs last, they cover that step too."""
    unneeded = request.stages.filter(
        revision=request.revision, code="line_manager", state=Stage.State.NOT_REQUIRED
    ).first()
    # The line manager themself signs last, or could not sign and the next in the line does.
    is_of_the_line = stage.signer_id == request.line_manager_id or (
        unneeded is not None and unneeded.moves.exists()
    )
    covers_both = stage.is_final and unneeded is not None and is_of_the_line
    return sentences.statement(stage.code, outcome, for_line_manager_too=covers_both)


def capacity_of(person: User, stage: Stage, request: Request, on: date) -> str:
    """The post held at signing; the step's own name where they hold none here."""
    holdings = person.holdings.on(on).filter(post__trust=request.trust).select_related("post")
    titles = [
        holding.post.title
        for holding in holdings
        if holding.post.school_id in (None, request.school_id)
    ]
    return (", ".join(titles) or stage.capacity)[:80]
