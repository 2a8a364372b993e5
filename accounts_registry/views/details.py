"""Mending what the register says about a channel."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access.guards import guarded
from access.roles import Permission
from accounts_registry.actions import channels
from accounts_registry.forms.details import DetailsForm
from accounts_registry.models import Channel
from accounts_registry.views.page import LOOKUP, form_page, kept


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def details(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = DetailsForm(
        request.POST or None,
        initial={name: getattr(channel, name) for name in channels.DETAILS},
        on=timezone.localdate(),
        cancel=channel.get_absolute_url(),
    )
    if form.is_valid() and kept(
        form, channels.change_details, request, channel=channel, **form.cleaned_data
    ):
        messages.success(request, "Details saved.")
        channel.refresh_from_db()
        return redirect(channel)
    return render(request, "accounts_registry/details.html", {"form": form, "channel": channel})
