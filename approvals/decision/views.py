"""Deciding: read enough, decide, sign. What was typed is kept until it is recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access.guards import guarded
from access.roles import Permission
from approvals import actions, emails
from approvals import sentences as words
from approvals.decision.forms import ChangesForm, ConditionsForm, DecisionForm, RefusalForm
from approvals.decision.models import WRITES_MORE, Decision
from approvals.decision.signature import (
    StaleSignIn,
    outcomes_for,
    risk_may_be_asked,
    statement_for,
)
from approvals.objections import check_may_decide
from approvals.request import checks, summary, timeline
from approvals.request.gaps import gaps_of
from approvals.request.models import Request
from approvals.request.sections import PUPIL_IMAGES
from approvals.route.models import Stage
from approvals.route.signers import interest_of
from approvals.route.stand_ins import stage_for
from drafts.api import is_recorded, leads_on
from people.api import UserRequest, asked_for, proved_at
from people.models import User
from workflow.moves import WrongState
from workflow.promised import promised

LOOKUP = {"lookup": "reference__iexact"}
KEPT = "decisions_being_written"
HEADINGS: dict[str, str] = {
    Decision.Outcome.APPROVE_WITH_CONDITIONS: "What are the conditions?",
    Decision.Outcome.RETURN: "What needs to change?",
    Decision.Outcome.REJECT: "Why do you not approve it?",
}
SIGN: dict[str, str] = {
    Decision.Outcome.APPROVE_WITH_CONDITIONS: "Sign and approve with conditions",
    Decision.Outcome.RETURN: "Sign and send back",
    Decision.Outcome.REJECT: "Sign and do not approve",
}


@asked_for
@guarded(Permission.REQUEST_SEE, Request, **LOOKUP)
def decide(request: UserRequest, record: Request) -> HttpResponse:
    """The decision page. Anything but a plain yes goes to one more page."""
    stage = _own_stage(request, record)
    if request.method == "POST" and request.POST.get("seen") != record.fingerprint:
        _keep(request, record, "decision")
        return _changed_since(request, record)
    form = _decision_form(request, record, stage)
    if request.method == "POST" and form.is_valid():
        _keep(request, record, "decision")
        outcome = form.cleaned_data["outcome"]
        if outcome in WRITES_MORE:
            return redirect("approvals:decision_reasons", record.reference.lower(), outcome)
        answer = _recorded(request, record, form, _first_answers(form.cleaned_data))
        if answer is not None:
            return answer
    return render(request, "approvals/decision.html", _page(record, stage, form))


@asked_for
@guarded(Permission.REQUEST_SEE, Request, **LOOKUP)
def decision_reasons(request: UserRequest, record: Request, outcome: str) -> HttpResponse:
    """One more page: the conditions, the changes or the reason, and the signature."""
    stage = _own_stage(request, record)
    if outcome not in WRITES_MORE or outcome not in outcomes_for(stage):
        raise Http404
    first = _kept(request, record, "decision")
    if not first:
        return redirect("approvals:decision", record.reference.lower())
    if first.get("seen") != record.fingerprint:
        if request.method == "POST":
            _keep(request, record, outcome)
        return _changed_since(request, record)
    form = _reasons_form(request, record, stage, outcome, first)
    if request.method == "POST" and form.is_valid():
        _keep(request, record, outcome)
        answer = _recorded(
            request, record, form, _first_answers(first) | _more_answers(form, outcome)
        )
        if answer is not None:
            return answer
    context = {
        "record": record,
        "stage": stage,
        "form": form,
        "outcome": outcome,
        "heading": HEADINGS[outcome],
        "button": SIGN[outcome],
        "statement": statement_for(record, stage, outcome),
        "gaps": [gap.sentence for gap in gaps_of(record, timezone.localdate())]
        if outcome == "approve_with_conditions"
        else [],
    }
    return render(request, "approvals/reasons.html", context)


@guarded(Permission.REQUEST_SEE, Request, **LOOKUP)
def sign_in_again(request: UserRequest, record: Request) -> HttpResponse:
    """A final signature needs a fresh sign-in; what was typed waits."""
    _own_stage(request, record)
    outcome = _kept(request, record, "decision").get("outcome", "")
    back = (
        summary.page(record, "decision_reasons", outcome)
        if outcome in WRITES_MORE
        else summary.page(record, "decision")
    )
    return render(request, "approvals/sign_in_again.html", {"record": record, "back": back})


@guarded(Permission.REQUEST_SEE, Request, **LOOKUP)
def decision_recorded(request: UserRequest, record: Request) -> HttpResponse:
    """Recorded: what was decided, who has been told, who is next."""
    decision = record.decisions.filter(signer=request.user).last()
    if decision is None:
        return redirect("approvals:detail", record.reference.lower())
    heading = {
        Decision.Outcome.APPROVE: "You approved this request",
        Decision.Outcome.APPROVE_WITH_CONDITIONS: "You approved this request with conditions",
        Decision.Outcome.RETURN: "You sent this request back",
        Decision.Outcome.REJECT: "You did not approve this request",
    }[Decision.Outcome(decision.outcome)]
    context = {
        "record": record,
        "decision": decision,
        "heading": heading,
        "next": record.current_stage,
    }
    return render(request, "approvals/done.html", context)


# ---- Parts of the pages ------------------------------------------------------------------------


def _own_stage(request: UserRequest, record: Request) -> Stage:
    """The step that waits for this person; else why they cannot decide, or a sentence and the timeline."""
    check_may_decide(request.user, record, timezone.localdate())
    stage = stage_for(request.user, record, timezone.localdate())
    if stage is None:
        unsaved = ". Your decision was not recorded" if request.method == "POST" else "."
        raise WrongState(words.overtaken(record, request.user) + unsaved, record)
    return stage


def _changed_since(request: HttpRequest, record: Request) -> HttpResponse:
    """What is signed is what was read: the answers as they are now, before anything is decided."""
    messages.warning(request, words.CHANGED_SINCE)
    return redirect("approvals:decision", record.reference.lower())


def _decision_form(request: HttpRequest, record: Request, stage: Stage) -> DecisionForm:
    given: dict[str, Any] = {
        "outcomes": outcomes_for(stage),
        "stage": stage.code,
        "ask_risk": risk_may_be_asked(record),
    }
    if request.method == "POST":
        return DecisionForm(request.POST, **given)
    return DecisionForm(initial=_still_typed(request, record), **given)


def _still_typed(request: HttpRequest, record: Request) -> dict[str, Any]:
    """What was typed about these very answers; of what was typed about earlier ones only the note."""
    kept, seen = _kept(request, record, "decision"), record.fingerprint
    return (kept if kept.get("seen") == seen else {"note": kept.get("note", "")}) | {"seen": seen}


def _reasons_form(
    request: UserRequest, record: Request, stage: Stage, outcome: str, first: dict[str, Any]
) -> Any:
    on = timezone.localdate()
    kept = _kept(request, record, outcome)
    initial = {"typed_signature": first.get("typed_signature", "")}
    data = request.POST if request.method == "POST" else kept or None
    if outcome == "approve_with_conditions":
        people = _who_may_do_it(request, record, on)
        gaps = bool(gaps_of(record, on))
        return ConditionsForm(data, initial=initial, people=people, on=on, automatic=gaps)
    kind = ChangesForm if outcome == Decision.Outcome.RETURN else RefusalForm
    return kind(data, initial=initial, author=str(record.author))


def _who_may_do_it(request: UserRequest, record: Request, on: date) -> list[User]:
    """The author and those named first, then everybody at the school."""
    named = checks.operators_of(list(record.people.select_related("person")))
    school = User.objects.visible_to(request.user, on=on).at_school(record.school, on=on)
    return [
        person
        for person in dict.fromkeys([record.author, *named, *school])
        if person != request.user
    ]


def _page(record: Request, stage: Stage, form: DecisionForm) -> dict[str, Any]:
    on = timezone.localdate()
    found = checks.automatic(record, on)
    return {
        "record": record,
        "stage": stage,
        "form": form,
        "days": timeline.waited(record, on),
        "photos": PUPIL_IMAGES.get(record.pupil_images, ""),
        "brief": emails.brief(record, at=timezone.now()),
        "checks": found,
        "ok": sum(check.is_ok for check in found),
        "earlier": record.decisions.standing()
        .exclude(outcome=Decision.Outcome.NOT_REQUIRED)
        .select_related("signer"),
        "changes": summary.changes(record),
        "cards": summary.cards(record),
        "interest": interest_of(promised(stage.signer), record, on),
        "statement": statement_for(record, stage, Decision.Outcome.APPROVE),
    }


def _first_answers(typed: dict[str, Any]) -> dict[str, Any]:
    """What the first page says, however it was kept."""
    return {
        "outcome": typed.get("outcome", ""),
        "typed_signature": typed.get("typed_signature", ""),
        "seen": typed.get("seen", ""),
        "note": typed.get("note", ""),
        "brand": typed.get("brand", ""),
        "risk_approved": bool(typed.get("risk_approved")),
        "resources_confirmed": bool(typed.get("resources_confirmed")),
    }


def _more_answers(form: Any, outcome: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "outcome": outcome,
        "typed_signature": form.cleaned_data["typed_signature"],
    }
    if outcome == "approve_with_conditions":
        return found | {"conditions": form.terms()}
    more = {
        name: form.cleaned_data[name]
        for name in ("reason", "reason_code", "tasks")
        if name in form.cleaned_data
    }
    return found | more


def _recorded(
    request: UserRequest, record: Request, form: Any, answers: dict[str, Any]
) -> HttpResponse | None:
    """Record it and go on; None when the form has to be shown again with what is missing."""
    now = timezone.now()
    try:
        actions.decide(
            request=record, by=request.user, at=now, signed_in_at=proved_at(request), **answers
        )
    except ValidationError as refused:
        for name, sentences in refused.message_dict.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
        return None
    except StaleSignIn:
        return redirect("approvals:sign_in_again", record.reference.lower())
    _forget(request, record)
    return redirect("approvals:decision_recorded", record.reference.lower())


# ---- What was typed ----------------------------------------------------------------------------


def _keep(request: HttpRequest, record: Request, page: str) -> None:
    kept = request.session.get(KEPT, {})
    typed: dict[str, Any] = {
        key: request.POST[key] for key in request.POST if key != "csrfmiddlewaretoken"
    }
    if "tasks" in typed:
        typed["tasks"] = request.POST.getlist("tasks")
    kept.setdefault(record.reference, {})[page] = typed
    request.session[KEPT] = kept
    leads_on(request)


def _kept(request: HttpRequest, record: Request, page: str) -> dict[str, Any]:
    return dict(request.session.get(KEPT, {}).get(record.reference, {}).get(page, {}))


def _forget(request: HttpRequest, record: Request) -> None:
    kept = request.session.get(KEPT, {})
    pages = kept.pop(record.reference, {})
    request.session[KEPT] = kept
    is_recorded(
        request,
        summary.page(record, "decision"),
        *(
            summary.page(record, "decision_reasons", outcome)
            for outcome in pages
            if outcome in WRITES_MORE
        ),
    )
