"""Closing a channel: three pages of questions, a page to check them, then the steps one by one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access.check import can, roles_at
from access.guards import guarded
from access.roles import Permission
from accounts_registry.life import actions as life
from accounts_registry.life import closing_steps
from accounts_registry.life.actions.closing import ALONE
from accounts_registry.life.closing_steps import DEAL, STEPS, TELL
from accounts_registry.life.forms.closing import (
    AccountForm,
    CloseForm,
    KeepForm,
    MistakeForm,
    StepForm,
    TellingForm,
    WhyForm,
)
from accounts_registry.life.views.life import step
from accounts_registry.life.workflow import CHANNEL_MOVES
from accounts_registry.models import Channel, ClosingStep, ClosureReason
from accounts_registry.record.channel_page import LOOKUP
from drafts.api import is_recorded, leads_on
from govuk.page_form import PageForm, form_page, kept, posted
from people.api import UserRequest

PAGES = ("why", "account", "telling")
ADDRESSES = {
    "why": "register:start_closing",
    "account": "register:closing_account",
    "telling": "register:closing_telling",
    "check": "register:closing_check",
}
HEADINGS = {
    "why": "Why is this channel closing?",
    "account": "What happens to the account",
    "telling": "Who has to be told",
}


@guarded(Permission.CHANNEL_CLOSE, Channel, lookup=LOOKUP)
@form_page
def close_why(request: UserRequest, channel: Channel) -> HttpResponse:
    return question(request, channel, "why", channel.get_absolute_url(), "account")


@guarded(Permission.CHANNEL_CLOSE, Channel, lookup=LOOKUP)
@form_page
def close_account(request: UserRequest, channel: Channel) -> HttpResponse:
    return question(request, channel, "account", address("why", channel), "telling")


@guarded(Permission.CHANNEL_CLOSE, Channel, lookup=LOOKUP)
@form_page
def close_telling(request: UserRequest, channel: Channel) -> HttpResponse:
    return question(request, channel, "telling", address("account", channel), "check")


def question(
    request: UserRequest, channel: Channel, page: str, back: str, following: str
) -> HttpResponse:
    """One page of questions; what was answered is kept until the channel begins to close."""
    if too_late(channel):
        return redirect(channel)
    form = form_for(page, request, channel, posted(request))
    if request.method == "POST" and form.is_valid():
        answers = request.session.get(key(channel), {})
        answers[page] = {name: request.POST.getlist(name) for name in request.POST}
        answers[page].pop("csrfmiddlewaretoken", None)
        request.session[key(channel)] = answers
        leads_on(request)
        return redirect(address(following, channel))
    context = {"form": form, "channel": channel, "heading": HEADINGS[page], "back": back}
    return render(request, "accounts_registry/closing_question.html", context)


def too_late(channel: Channel) -> bool:
    """Whether it is closing already, or was never live: then its own page says how it stands."""
    return channel.status not in CHANNEL_MOVES.start_closing.sources


def form_for(page: str, request: UserRequest, channel: Channel, data: Any) -> PageForm:
    on, kept_answers = timezone.localdate(), request.session.get(key(channel), {}).get(page)
    data = data if data is not None or kept_answers is None else as_posted(kept_answers)
    cancel = channel.get_absolute_url()
    if page == "why":
        initial = {"planned_closing": channel.planned_closing}
        return WhyForm(data, on=on, cancel=cancel, initial=initial)
    if page == "account":
        return AccountForm(data, cancel=cancel)
    asks = not roles_at(request.user, channel, on) & ALONE
    return TellingForm(data, asks_for_head=asks, cancel=cancel)


def as_posted(answers: dict[str, list[str]]) -> Any:
    data = QueryDict(mutable=True)
    for name, values in answers.items():
        data.setlist(name, values)
    return data


def key(channel: Channel) -> str:
    return f"closing:{channel.reference}"


def address(page: str, channel: Channel) -> str:
    return reverse(ADDRESSES[page], args=[channel.reference.lower()])


def answered(request: UserRequest, channel: Channel) -> tuple[dict[str, Any], str]:
    """Everything answered so far, and the first page that still lacks an answer."""
    given: dict[str, Any] = {}
    for page in PAGES:
        form = form_for(page, request, channel, None)
        if not form.is_bound or not form.is_valid():
            return given, page
        given |= form.cleaned_data
    return given, ""


@guarded(Permission.CHANNEL_CLOSE, Channel, lookup=LOOKUP)
@form_page
def close_check(request: UserRequest, channel: Channel) -> HttpResponse:
    given, missing = answered(request, channel)
    if missing or too_late(channel):
        return redirect(address(missing, channel) if missing else channel)
    if request.method == "POST":
        if closing_steps.in_use(channel, given["followers"], on=timezone.localdate()):
            return redirect("register:closing_sure", channel.reference.lower())
        return begin(request, channel, given)
    said = {
        **given,
        "reason_words": ClosureReason(given["reason"]).label,
        "ending_words": DEAL[given["ending"]],
        "tell_words": [TELL[code] for code in given["tell"]],
    }
    return render(
        request, "accounts_registry/closing_check.html", {"channel": channel, "said": said}
    )


@guarded(Permission.CHANNEL_CLOSE, Channel, lookup=LOOKUP)
@form_page
def close_sure(request: UserRequest, channel: Channel) -> HttpResponse:
    """Stop and think: people follow it."""
    given, missing = answered(request, channel)
    if missing or too_late(channel):
        return redirect(address(missing, channel) if missing else channel)
    if request.method == "POST":
        return begin(request, channel, given)
    context = {
        "channel": channel,
        "says": closing_steps.in_use(channel, given["followers"], on=timezone.localdate()),
    }
    return render(request, "accounts_registry/closing_sure.html", context)


def begin(request: UserRequest, channel: Channel, given: dict[str, Any]) -> HttpResponse:
    try:
        life.start_closing(channel=channel, by=request.user, at=timezone.now(), **given)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
        return redirect(address("why", channel))
    request.session.pop(key(channel), None)
    is_recorded(request, *(address(page, channel) for page in PAGES))
    messages.success(request, f"{channel.account_name} is closing. Everybody who runs it was told.")
    return redirect("register:close", channel.reference.lower())


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@require_safe
def closing_checklist(request: UserRequest, channel: Channel) -> HttpResponse:
    """The steps of closing: what is done by whom, what is left."""
    plan = channel.closings.under_way().select_related("began_by").first()
    if plan is None:
        return redirect(channel)
    rows = plan.steps.select_related("done_by")
    lines = [{"step": row, "words": STEPS[row.code]} for row in rows]
    context = {
        "channel": channel,
        "plan": plan,
        "lines": lines,
        "left": sum(line["step"].state == ClosingStep.State.OPEN for line in lines),
        "deal": DEAL[plan.ending],
        "tell": [TELL[code] for code in plan.tell],
        "may_close": can(
            request.user, Permission.CHANNEL_RECORD_CLOSED, channel, timezone.localdate()
        ),
        "may_keep": can(request.user, Permission.CHANNEL_KEEP, channel, timezone.localdate()),
    }
    return render(request, "accounts_registry/closing.html", context)


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def one_step(request: HttpRequest, channel: Channel, code: str) -> HttpResponse:
    if code not in STEPS:
        raise Http404
    page = address_of_list(channel)
    form = StepForm(posted(request), initial={"done_on": timezone.localdate()}, cancel=page)
    if form.is_valid() and kept(
        form,
        life.settle_step,
        request,
        channel=channel,
        code=code,
        waived=request.POST.get("answer") == "waive",
        **form.cleaned_data,
    ):
        messages.success(request, f"“{STEPS[code].title}” is settled.")
        return redirect(page)
    context = {
        "form": form,
        "channel": channel,
        "heading": STEPS[code].title,
        "says": f"{STEPS[code].hint}.",
        "back": page,
    }
    return render(request, "accounts_registry/life.html", context)


def address_of_list(channel: Channel) -> str:
    return reverse("register:close", args=[channel.reference.lower()])


@guarded(Permission.CHANNEL_RECORD_CLOSED, Channel, lookup=LOOKUP)
@form_page
def record_closed(request: HttpRequest, channel: Channel) -> HttpResponse:
    plan = channel.closings.under_way().first()
    form = CloseForm(
        posted(request),
        initial={"evidence": plan.ending if plan else ""},
        cancel=address_of_list(channel),
    )
    says = (
        "It stays on the register and on the public list as closed. Nobody runs it any more. "
        "In 1, 3 and 12 months you are asked whether it is still gone."
    )
    return step(request, channel, form, life.close, "Close this channel", says, "is closed")


@guarded(Permission.CHANNEL_KEEP, Channel, lookup=LOOKUP)
@form_page
def keep(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = KeepForm(posted(request), cancel=channel.get_absolute_url())
    says = "It is open again, and the steps of its closing are no longer asked for. This is possible for 14 days."
    return step(request, channel, form, life.keep, "Keep this channel", says, "is open again")


@guarded(Permission.CHANNEL_KEEP, Channel, lookup=LOOKUP)
@form_page
def mistake(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = MistakeForm(posted(request), cancel=channel.get_absolute_url())
    says = (
        "For 14 days you can take back a closing that was recorded by mistake. It stands as it did before, with the "
        "people who ran it. Later, somebody asks for a new channel instead."
    )
    heading, now = "This closing was a mistake", "is not closed any more"
    return step(request, channel, form, life.reverse_mistake, heading, says, now)


@guarded(Permission.CHANNEL_RECORD_CLOSED, Channel, lookup=LOOKUP)
@require_POST
def release_name(request: UserRequest, channel: Channel) -> HttpResponse:
    life.release_name(channel=channel, by=request.user, at=timezone.now())
    messages.success(request, "The account name is free. It can be registered again.")
    return redirect(channel)
