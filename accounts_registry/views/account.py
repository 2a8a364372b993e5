"""Which account a channel is, what it was called before, and what may be recorded about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from access.guards import guarded
from access.roles import Permission
from accounts_registry.actions import handles
from accounts_registry.forms.account import CorrectForm, EndForm, PermanentIdForm, RenameForm
from accounts_registry.models import Channel
from accounts_registry.views.page import LOOKUP, form_page, kept
from govuk.page_form import PageForm, posted

may_change = guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)


@may_change
@require_safe
def account(request: HttpRequest, channel: Channel) -> HttpResponse:
    former = channel.former_handles.select_related("platform", "by")
    context = {
        "channel": channel,
        "former": former,
        "in_use": channel.status in handles.IN_USE,
    }
    return render(request, "accounts_registry/account.html", context)


@may_change
@form_page
def rename(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = RenameForm(posted(request), channel=channel, cancel=page(channel))
    says = "For an account that is still yours and that the platform calls something else now. The old name stays in the history. It is never official again, because somebody else can take it."
    return step(
        request,
        channel,
        form,
        handles.rename_account,
        ("The account has a new name", says, "The new name is saved."),
    )


@may_change
@form_page
def end(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = EndForm(posted(request), cancel=page(channel))
    says = "From now on nobody is told that this account is official. Everybody who runs it, the headteacher, the communications manager and the network manager get a message."
    return step(
        request,
        channel,
        form,
        handles.end_account,
        (
            "The account is no longer ours",
            says,
            "Recorded. This account no longer counts as official.",
        ),
    )


@may_change
@form_page
def correct(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = CorrectForm(posted(request), channel=channel, cancel=page(channel))
    says = "For a name or link that was written down wrongly and was never yours. If the platform renamed the account, record a new name instead."
    return step(
        request,
        channel,
        form,
        handles.correct_account,
        ("The register has the wrong account", says, "The right account is saved."),
    )


@may_change
@form_page
def permanent_id(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = PermanentIdForm(
        posted(request), initial={"permanent_id": channel.permanent_id}, cancel=page(channel)
    )
    says = "Most platforms give an account a number or code that stays the same for ever. With it, a link that shows the number is recognised too."
    return step(
        request,
        channel,
        form,
        handles.keep_permanent_id,
        ("What the platform itself calls the account", says, "The id is saved."),
    )


def page(channel: Channel) -> str:
    return reverse("register:account", args=[channel.reference.lower()])


def step(
    request: HttpRequest,
    channel: Channel,
    form: PageForm,
    verb: Any,
    words: tuple[str, str, str],
) -> HttpResponse:
    """One page: its heading, what will happen, a few questions, one button."""
    heading, says, done = words
    if form.is_valid() and kept(form, verb, request, channel=channel, **form.cleaned_data):
        messages.success(request, done)
        return redirect(page(channel))
    context = {"form": form, "channel": channel, "heading": heading, "says": says}
    return render(request, "accounts_registry/account_step.html", context)
