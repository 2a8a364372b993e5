"""Mending what the register says about a channel: one page for each card of its overview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access.guards import guarded
from access.roles import Permission
from accounts_registry.entry.actions import channels
from accounts_registry.models import Channel
from accounts_registry.page import edits
from accounts_registry.page.forms import (
    DatesForm,
    DetailsForm,
    LoginDetailsForm,
    PurposeForm,
    SafetyForm,
    WebsiteForm,
)
from accounts_registry.proposals import waiting_change
from accounts_registry.record.channel_page import LOOKUP
from accounts_registry.record.forms.changing import ChangeForm
from govuk.page_form import form_page, kept, posted
from people.api import UserRequest
from people.models import Post


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def details(request: UserRequest, channel: Channel) -> HttpResponse:
    return change(request, channel, DetailsForm, "Change details")


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def purpose(request: UserRequest, channel: Channel) -> HttpResponse:
    return change(request, channel, PurposeForm, "Purpose and audience")


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def safety(request: UserRequest, channel: Channel) -> HttpResponse:
    return change(request, channel, SafetyForm, "Safety and moderation")


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def dates(request: UserRequest, channel: Channel) -> HttpResponse:
    return change(request, channel, DatesForm, "Dates and reviews")


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def login_details(request: UserRequest, channel: Channel) -> HttpResponse:
    posts = Post.objects.visible_to(request.user, on=timezone.localdate()).filter(active=True)
    return change(
        request,
        channel,
        LoginDetailsForm,
        "Login details",
        "The portal never holds a password, a recovery code or a one-time code. It holds where they are.",
        posts=posts.filter(Q(school=channel.school) | Q(school=None, trust=channel.trust)),
    )


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def website(request: UserRequest, channel: Channel) -> HttpResponse:
    return change(request, channel, WebsiteForm, "Website and privacy notice")


def change(
    request: UserRequest,
    channel: Channel,
    form_class: type[ChangeForm],
    heading: str,
    says: str = "",
    **choices: Any,
) -> HttpResponse:
    """One card of a channel as a page of questions; two people at it are told of each other."""
    form = form_class(
        posted(request),
        channel=channel,
        on=timezone.localdate(),
        cancel=channel.get_absolute_url(),
        **choices,
    )
    if form.is_valid():
        drawn_from = form.cleaned_data["drawn_from"]
        saved = kept(
            form,
            channels.change_details,
            request,
            channel=channel,
            drawn_from=drawn_from,
            **form.answers(),
        )
        if saved:
            told = edits.meanwhile(saved, form.answers(), drawn_from=drawn_from, by=request.user)
            waits = waiting_change.waits_sentence(saved, form.answers())
            messages.success(request, " ".join(["Details saved.", *told, *waits]))
            return redirect(saved)
    context = {"form": form, "channel": channel, "heading": heading, "says": says}
    return render(request, "accounts_registry/details.html", context)
