"""A planned channel: checked before it opens, or given up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access.check import can
from access.guards import guarded
from access.roles import Permission
from accounts_registry.entry.actions import channels
from accounts_registry.life import opening_checks as opening
from accounts_registry.life.forms.life import CancelForm
from accounts_registry.life.forms.opening import OpeningForm
from accounts_registry.models import Channel
from accounts_registry.proposals import waiting_change
from accounts_registry.record.channel_page import LOOKUP
from govuk.page_form import form_page, kept
from people.api import UserRequest
from people.models import Post


@guarded(Permission.CHANNEL_OPEN, Channel, lookup=LOOKUP)
@form_page
def opening_checks(request: UserRequest, channel: Channel) -> HttpResponse:
    on = timezone.localdate()
    form = OpeningForm(
        request.POST or None,
        initial=initial(channel),
        posts=Post.objects.visible_to(request.user, on=on).filter(
            school=channel.school, active=True
        ),
        left_out=opening.not_asked(channel),
        on=on,
        cancel=channel.get_absolute_url(),
    )
    saved = form.is_valid() and kept(
        form, channels.save_opening_checks, request, channel=channel, **form.cleaned_data
    )
    if saved:
        waits = waiting_change.waits_sentence(saved, form.cleaned_data)
        messages.success(request, " ".join(["Opening checks saved.", *waits]))
        return redirect("register:opening", ref=channel.reference.lower())
    context = {"form": form, "channel": channel, "unmet": lines(channel, on)}
    context["may_agree_logo"] = channel.logo_used and can(
        request.user, Permission.CHANNEL_AGREE_LOGO, channel, on
    )
    return render(request, "accounts_registry/opening.html", context)


LOGO = {True: "yes", False: "no", None: None}


def initial(channel: Channel) -> dict[str, Any]:
    """What is known already; a mark that nobody has decided on stays unanswered."""
    found = {name: getattr(channel, name) for name in channels.CHECKS}
    return {**found, "logo_used": LOGO[channel.logo_used]}


def lines(channel: Channel, on: date) -> list[opening.Unmet]:
    """What is left before it opens; for a channel that is there already, what it lacks."""
    if channel.status == Channel.Status.PLANNED:
        return opening.unmet(channel, on=on)
    return opening.gaps(channel, on=on) if channel.status in channels.MENDABLE else []


@guarded(Permission.CHANNEL_CANCEL, Channel, lookup=LOOKUP)
@form_page
def cancel(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = CancelForm(request.POST or None, cancel=channel.get_absolute_url())
    if form.is_valid() and kept(
        form, channels.cancel_planned, request, channel=channel, **form.cleaned_data
    ):
        messages.success(
            request, f"{channel.account_name} will not go ahead. The account name is free again."
        )
        return redirect("register:list")
    return render(request, "accounts_registry/cancel.html", {"form": form, "channel": channel})
