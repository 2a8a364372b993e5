"""Following a request: its story, and what author, head and the people named can do on the way."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access.check import can
from access.guards import guarded
from access.roles import Permission
from approvals import actions, emails
from approvals.decision.forms import ReasonForm
from approvals.request import gaps, summary, timeline
from approvals.request.models import Request
from approvals.request.statuses import IS_APPROVED, NOT_SETTLED, REFUSED
from approvals.route.stand_ins import stage_for
from approvals.workflow import REQUEST_MOVES
from people.api import UserRequest
from people.models import User

LOOKUP = {"lookup": "reference__iexact"}


@guarded(Permission.REQUEST_SEE, Request, **LOOKUP)
def detail(request: UserRequest, record: Request) -> HttpResponse:
    """Where it is, what happened, and what you can do."""
    if record.sent_at is None and record.status == Request.Status.DRAFT:
        return redirect("approvals:tasks", record.reference.lower())
    on = timezone.localdate()
    context = {
        "record": record,
        "steps": timeline.progress(record) if record.revision else [],
        "turn": timeline.whose_turn(record, on),
        "story": timeline.story(record),
        "cards": summary.cards(record),
        "conditions": record.conditions.select_related("owner", "confirmed_by"),
        "channel": record.channel,
        "ask_agreement": _asks_agreement(record, request.user),
        "may": _may(record, request.user, on),
    }
    return render(request, "approvals/detail.html", context)


def _may(record: Request, user: User, on: date) -> dict[str, bool]:
    """What this person can do here now."""
    withdrawable = record.status in REQUEST_MOVES.withdraw.sources
    return {
        "decide": stage_for(user, record, on) is not None,
        "withdraw": withdrawable and can(user, Permission.REQUEST_WITHDRAW, record, on),
        "adopt": record.status in REQUEST_MOVES.adopt.sources
        and can(user, Permission.REQUEST_ADOPT, record, on),
        "edit": record.is_editable and can(user, Permission.REQUEST_EDIT, record, on),
        "confirm": record.status == Request.Status.APPROVED_WITH_CONDITIONS
        and can(user, Permission.REQUEST_CONFIRM_CONDITION, record, on),
        "open": record.status == Request.Status.APPROVED
        and can(user, Permission.CHANNEL_OPEN, record, on),
        "apply_again": record.status in REFUSED and record.author_id == user.pk,
    }


def _asks_agreement(record: Request, user: User) -> dict[str, Any] | None:
    """The parts this person is named for, while the answer still matters."""
    line = record.people.filter(person=user).order_by("agreed_at").first()
    if line is None or user.pk == record.author_id or record.status not in NOT_SETTLED:
        return None
    return {
        "parts": emails.parts_of(record, user),
        "agreed": line.agreed_at,
        "declined": line.declined_at,
    }


@guarded(Permission.REQUEST_AGREE, Request, **LOOKUP)
def agreement(request: UserRequest, record: Request) -> HttpResponse:
    """Yes or no, from somebody named; the question itself stands on the request's own page."""
    if request.method != "POST":
        return redirect("approvals:detail", record.reference.lower())
    if request.POST.get("answer") not in ("yes", "no"):
        messages.warning(request, "Select whether you will help run this channel.")
        return redirect("approvals:detail", record.reference.lower())
    says_yes = request.POST["answer"] == "yes"
    verb = actions.agree if says_yes else actions.decline
    verb(request=record, by=request.user, at=timezone.now())
    said = (
        "You have agreed to help run this channel."
        if says_yes
        else f"You have said no. We have told {record.author}."
    )
    messages.success(request, said)
    return redirect("approvals:detail", record.reference.lower())


@guarded(Permission.REQUEST_ADOPT, Request, **LOOKUP)
def adopt(request: UserRequest, record: Request) -> HttpResponse:
    """One press; the question itself stands on the request's own page."""
    if request.method != "POST":
        return redirect("approvals:detail", record.reference.lower())
    actions.adopt(request=record, by=request.user, at=timezone.now())
    messages.success(request, "This request is yours now. Check it and send it again.")
    return redirect("approvals:tasks", record.reference.lower())


@guarded(Permission.REQUEST_WITHDRAW, Request, **LOOKUP)
def withdraw(request: UserRequest, record: Request) -> HttpResponse:
    """Take the request back, once sure."""
    needed = record.status in IS_APPROVED
    label = "Why do you withdraw it?" if needed else "Why do you withdraw it? (optional)"
    typed = request.POST if request.method == "POST" else None
    form = ReasonForm(typed, label=label, enter="Enter why you withdraw it", needed=needed)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(
            request=record, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"]
        )
        messages.success(request, "Request withdrawn.")
        return redirect("approvals:detail", record.reference.lower())
    stage = record.current_stage
    return render(
        request,
        "approvals/withdraw.html",
        {"record": record, "form": form, "signer": stage and stage.signer},
    )


@guarded(Permission.REQUEST_CONFIRM_CONDITION, Request, **LOOKUP)
def condition(request: UserRequest, record: Request, pk: UUID) -> HttpResponse:
    """Confirm that a condition is met, or stop asking for it."""
    one = record.conditions.filter(pk=pk).select_related("owner").first()
    if one is None:
        raise Http404
    waive = request.POST.get("answer") == "waive"
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        label="Why is it no longer needed?",
        enter="Enter why this is no longer needed",
        needed=waive,
    )
    form.fields["reason"].help_text = "Only if you stop asking for it."
    if request.method == "POST" and form.is_valid() and _settled(request, one, form, waive=waive):
        record.refresh_from_db()
        said = (
            "Condition settled. The request is approved."
            if record.status == Request.Status.APPROVED
            else "Condition settled."
        )
        messages.success(request, said)
        return redirect("approvals:detail", record.reference.lower())
    is_gap = gaps.is_still_open(one, record, timezone.localdate())
    return render(
        request,
        "approvals/condition.html",
        {"record": record, "condition": one, "form": form, "is_gap": is_gap},
    )


def _settled(request: UserRequest, one: Any, form: ReasonForm, *, waive: bool) -> bool:
    now = timezone.now()
    try:
        if waive:
            actions.waive_condition(
                condition=one, reason=form.cleaned_data["reason"], by=request.user, at=now
            )
        else:
            actions.confirm_condition(condition=one, by=request.user, at=now)
    except ValidationError as refused:
        for sentence in refused.messages:
            form.add_error(None, sentence)
        return False
    return True
