"""Sentences about requests that pages, e-mails and refusals share."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localtime

from approvals.decision.models import Decision
from approvals.request.models import Request
from people.models import User

DID = {
    Decision.Outcome.APPROVE: "approved this",
    Decision.Outcome.APPROVE_WITH_CONDITIONS: "approved this with conditions",
    Decision.Outcome.RETURN: "sent this back for changes",
    Decision.Outcome.REJECT: "did not approve this",
}
CHANGED_SINCE = "The answers have changed since you opened this page. Your decision was not recorded. Read them again."
SIGNS = {
    "line_manager": "I approve what this channel is for and what it will post.",
    "comms": "I approve what this channel is for, what it will post, its name and how it uses our mark.",
    "leadership": "The leadership team has considered this channel and supports it.",
    "head": "I approve this channel. I am satisfied with its people and their training, its risks and the time it takes.",
}


def statement(stage: str, outcome: str, *, for_line_manager_too: bool = False) -> str:
    """What the signer puts their name to."""
    if outcome == Decision.Outcome.RETURN:
        return "I send this request back. I will look at it again when it has been changed."
    if outcome == Decision.Outcome.REJECT:
        return "I do not approve this channel."
    words = SIGNS[stage]
    if for_line_manager_too:
        words += (
            " I also approve, as the author's line manager, what it is for and what it will post."
        )
    if outcome == Decision.Outcome.APPROVE_WITH_CONDITIONS:
        words += " My approval takes effect when the conditions I have set are met."
    return words


def overtaken(request: Request, by: User) -> str:
    """Why this person has nothing to decide here now, as a sentence without its full stop."""
    if request.status == Request.Status.WITHDRAWN:
        return f"{request.author} withdrew this request"
    last = (
        request.decisions.exclude(outcome=Decision.Outcome.NOT_REQUIRED)
        .select_related("signer")
        .last()
    )
    waiting = request.current_stage
    has_signed = request.stages.filter(revision=request.revision, decided_by=by).exists()
    if waiting is not None and not has_signed:
        return f"This request is with {waiting.signer} now"
    if last is None:
        return "This request is not waiting for a decision"
    if waiting is not None:
        last = request.decisions.filter(signer=by).last() or last
    who = "You" if last.signer_id == by.pk else str(last.signer)
    return f"{who} {DID[Decision.Outcome(last.outcome)]} at {clock(last.signed_at)}"


def clock(moment: datetime) -> str:
    """10:12am."""
    local = localtime(moment)
    return f"{local:%-I:%M}{'am' if local.hour < 12 else 'pm'}"
