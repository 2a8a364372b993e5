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
from accounts_registry.accounts import permanent_ids
from accounts_registry.accounts.actions import ids as ids
from accounts_registry.accounts.actions import names
from accounts_registry.accounts.forms.account import (
    ConfirmHandleForm,
    ConfirmIdForm,
    CorrectForm,
    EndForm,
    PermanentIdForm,
    RenameForm,
)
from accounts_registry.models import Channel
from accounts_registry.record.channel_page import LOOKUP
from govuk.page_form import PageForm, form_page, kept, posted
from people.api import UserRequest
from platforms.api import identity

ANSWERS = {"yes": ids.confirm_permanent_id, "no": ids.drop_permanent_id}
SAID = {
    "yes": "The id is confirmed. A link that shows it is recognised now.",
    "no": "The id is taken off the register.",
}
may_change = guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)


@may_change
@require_safe
def account(request: HttpRequest, channel: Channel) -> HttpResponse:
    former = channel.former_handles.select_related("platform", "by")
    context = {
        "channel": channel,
        "former": former,
        "in_use": channel.status in names.IN_USE,
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
        names.rename_account,
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
        names.end_account,
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
        names.correct_account,
        ("The register has the wrong account", says, "The right account is saved."),
    )


@may_change
@form_page
def permanent_id(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = PermanentIdForm(
        posted(request),
        channel=channel,
        initial={"permanent_id": channel.permanent_id},
        cancel=page(channel),
    )
    says = "Most platforms give an account a number or code that stays the same for ever. Once the headteacher or the communications manager has confirmed it, a link that shows the number is recognised too."
    return step(
        request,
        channel,
        form,
        names.keep_permanent_id,
        (
            "What the platform itself calls the account",
            says,
            "The id is saved. It counts once somebody else has confirmed it.",
        ),
    )


@guarded(Permission.ACCOUNT_CONFIRM, Channel, lookup=LOOKUP)
@form_page
def confirm_id(request: UserRequest, channel: Channel) -> HttpResponse:
    """The second pair of eyes: what the link of the id shows, opened and answered for."""
    form = ConfirmIdForm(
        posted(request), initial={"permanent_id": channel.permanent_id}, cancel=page(channel)
    )
    if form.is_valid() and kept(
        form,
        ANSWERS[form.cleaned_data["ours"]],
        request,
        channel=channel,
        permanent_id=form.cleaned_data["permanent_id"],
    ):
        messages.success(request, SAID[form.cleaned_data["ours"]])
        return redirect(page(channel))
    context = {
        "form": form,
        "channel": channel,
        "link": identity.id_link(channel.platform, channel.permanent_id),
        "waits": permanent_ids.waits_for(request.user, channel),
        "own": ids.OWN,
    }
    return render(request, "accounts_registry/account_id.html", context)


@guarded(Permission.ACCOUNT_CONFIRM, Channel, lookup=LOOKUP)
@form_page
def confirm_handle(request: UserRequest, channel: Channel) -> HttpResponse:
    """The second pair of eyes after a change of name: one press, with the account open beside it."""
    form = ConfirmHandleForm(
        posted(request), initial={"identity": channel.identity}, cancel=page(channel)
    )
    if form.is_valid() and kept(
        form, ids.confirm_handle, request, channel=channel, identity=form.cleaned_data["identity"]
    ):
        messages.success(request, "The account is confirmed. It is official by its new name.")
        return redirect(page(channel))
    context = {
        "form": form,
        "channel": channel,
        "waits": permanent_ids.handle_waits_for(request.user, channel),
        "own": ids.OWN_NAME,
    }
    return render(request, "accounts_registry/account_handle.html", context)


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
