"""A planned channel: checked before it opens, or given up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access.guards import guarded
from access.roles import Permission
from accounts_registry import opening
from accounts_registry.actions import channels
from accounts_registry.forms.life import CancelForm
from accounts_registry.forms.opening import OpeningForm
from accounts_registry.models import Channel
from accounts_registry.views.page import LOOKUP, form_page, kept
from people.models import Post


@guarded(Permission.CHANNEL_OPEN, Channel, lookup=LOOKUP)
@form_page
def opening_checks(request: HttpRequest, channel: Channel) -> HttpResponse:
    on = timezone.localdate()
    form = OpeningForm(
        request.POST or None,
        initial={name: getattr(channel, name) for name in channels.CHECKS},
        posts=Post.objects.visible_to(request.user, on=on).filter(school=channel.school),
        asks_for_house_rules=opening.takes_part(channel),
        on=on,
        cancel=channel.get_absolute_url(),
    )
    if form.is_valid() and kept(
        form, channels.save_opening_checks, request, channel=channel, **form.cleaned_data
    ):
        messages.success(request, "Opening checks saved.")
        return redirect("register:opening", ref=channel.reference.lower())
    unmet = opening.unmet(channel, on=on) if channel.status == "planned" else []
    return render(
        request,
        "accounts_registry/opening.html",
        {"form": form, "channel": channel, "unmet": unmet},
    )


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
