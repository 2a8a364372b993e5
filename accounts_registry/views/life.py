"""Pausing a channel, taking it up again, and closing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from access.guards import guarded
from access.roles import Permission
from accounts_registry.actions import life
from accounts_registry.forms.life import CloseForm, PauseForm, StartClosingForm
from accounts_registry.models import Channel
from accounts_registry.views.page import LOOKUP, form_page, kept
from govuk.page_form import PageForm


@guarded(Permission.CHANNEL_PAUSE, Channel, lookup=LOOKUP)
@form_page
def pause(request: HttpRequest, channel: Channel) -> HttpResponse:
    says = (
        "Nobody posts on it until it is taken up again. It stays on the register, marked as paused."
    )
    return step(request, channel, PauseForm, life.suspend, "Pause this channel", says, "is paused")


@guarded(Permission.CHANNEL_PAUSE, Channel, lookup=LOOKUP)
@require_POST
def resume(request: HttpRequest, channel: Channel) -> HttpResponse:
    life.resume(channel=channel, by=request.user, at=timezone.now())
    messages.success(request, f"{channel.account_name} is open again.")
    return redirect(channel)


@guarded(Permission.CHANNEL_CLOSE, Channel, lookup=LOOKUP)
@form_page
def start_closing(request: HttpRequest, channel: Channel) -> HttpResponse:
    says = "Tell its followers, keep a copy of the posts, and plan who deletes or locks the account. Then record here that it is closed."
    return step(
        request,
        channel,
        StartClosingForm,
        life.start_closing,
        "When will this channel close?",
        says,
        "is closing",
    )


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def close(request: HttpRequest, channel: Channel) -> HttpResponse:
    says = "The account is deleted or locked on the platform. It stays on the register and on the public list as closed, and cannot be opened again."
    return step(request, channel, CloseForm, life.close, "Close this channel", says, "is closed")


def step(
    request: HttpRequest,
    channel: Channel,
    form_class: type[PageForm],
    verb: Any,
    heading: str,
    says: str,
    now: str,
) -> HttpResponse:
    """One page of a channel's life: what will happen, one or two questions, one button."""
    form = form_class(request.POST or None, cancel=channel.get_absolute_url())
    if form.is_valid() and kept(form, verb, request, channel=channel, **form.cleaned_data):
        messages.success(request, f"{channel.account_name} {now}.")
        return redirect(channel)
    context = {"form": form, "channel": channel, "heading": heading, "says": says}
    return render(request, "accounts_registry/life.html", context)
