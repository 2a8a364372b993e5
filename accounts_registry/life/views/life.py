"""Pausing a channel and taking it up again, giving it to another school, and what follows its opening."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access.check import can
from access.guards import guarded
from access.roles import Permission
from accounts_registry.life import actions as life
from accounts_registry.life import opening_checks
from accounts_registry.life.actions import opened
from accounts_registry.life.forms.life import (
    CompletionForm,
    OwnerForm,
    PauseForm,
    SafetyPauseForm,
)
from accounts_registry.models import Channel
from accounts_registry.needs import standing_rules
from accounts_registry.record.channel_page import LOOKUP
from accounts_registry.record.statuses import IN_USE
from govuk.page_form import PageForm, form_page, kept, posted
from people.api import UserRequest
from schools.models import School


@guarded(Permission.CHANNEL_PAUSE, Channel, lookup=LOOKUP)
@form_page
def pause(request: HttpRequest, channel: Channel) -> HttpResponse:
    says = (
        "Nobody posts on it until it is taken up again. It stays on the register, marked as paused."
    )
    form = PauseForm(posted(request), cancel=channel.get_absolute_url())
    return step(request, channel, form, life.pause, "Pause this channel", says, "is paused")


@guarded(Permission.CHANNEL_PAUSE_FOR_SAFETY, Channel, lookup=LOOKUP)
@form_page
def pause_for_safety(request: HttpRequest, channel: Channel) -> HttpResponse:
    says = (
        "Everybody who runs it is told to stop posting. They are not told why, nor who paused it: no reason is asked "
        "or kept here. It cannot be taken up again until you or a deputy agree."
    )
    form = SafetyPauseForm(posted(request), cancel=channel.get_absolute_url())
    verb = life.pause_for_safety
    return step(request, channel, form, verb, "Pause this channel now", says, "is paused")


@guarded(Permission.CHANNEL_CONFIRM_FROZEN, Channel, lookup=LOOKUP)
@require_POST
def confirm_frozen(request: UserRequest, channel: Channel) -> HttpResponse:
    life.confirm_frozen(channel=channel, by=request.user, at=timezone.now())
    messages.success(request, f"You confirmed that nobody posts on {channel.account_name}.")
    return redirect(channel)


@guarded(Permission.CHANNEL_PAUSE_FOR_SAFETY, Channel, lookup=LOOKUP)
@require_POST
def agree_to_resume(request: UserRequest, channel: Channel) -> HttpResponse:
    life.agree_to_resume(channel=channel, by=request.user, at=timezone.now())
    messages.success(request, "You agreed. The headteacher decides when it is taken up again.")
    return redirect(channel)


@guarded(Permission.CHANNEL_PAUSE, Channel, lookup=LOOKUP)
@require_POST
def resume(request: UserRequest, channel: Channel) -> HttpResponse:
    life.resume(channel=channel, by=request.user, at=timezone.now())
    messages.success(request, f"{channel.account_name} is open again.")
    return redirect(channel)


@guarded(Permission.CHANNEL_AGREE_LOGO, Channel, lookup=LOOKUP)
@require_POST
def agree_logo(request: UserRequest, channel: Channel) -> HttpResponse:
    life.agree_logo(channel=channel, by=request.user, at=timezone.now())
    messages.success(request, "You agreed to the school's logo on this channel.")
    return redirect(channel)


@guarded(Permission.CHANNEL_MOVE, Channel, lookup=LOOKUP)
@form_page
def owner(request: UserRequest, channel: Channel) -> HttpResponse:
    on = timezone.localdate()
    schools = School.objects.visible_to(request.user, on=on).filter(trust=channel.trust)
    form = OwnerForm(
        posted(request),
        initial={"school": channel.school_id, "effective_on": on},
        schools=schools,
        on=on,
        cancel=channel.get_absolute_url(),
    )
    says = f"It belongs to {channel.school or channel.trust} now. Its reference, people and history stay as they are."
    heading, verb = "Change the owner of this channel", life.change_owner
    return step(request, channel, form, verb, heading, says, "has another owner")


@guarded(Permission.CHANNEL_COMPLETE, Channel, lookup=LOOKUP)
@form_page
def completion(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = CompletionForm(
        posted(request),
        initial={name: getattr(channel, name) for name in opened.COMPLETION},
        cancel=channel.get_absolute_url(),
    )
    if form.is_valid() and kept(
        form, opened.complete, request, channel=channel, **form.cleaned_data
    ):
        messages.success(request, "Saved.")
        return redirect(channel)
    context = {"form": form, "channel": channel, "lines": opening_checks.incomplete(channel)}
    return render(request, "accounts_registry/completion.html", context)


@guarded(Permission.CHANNEL_DETAIL, Channel, lookup=LOOKUP)
@require_safe
def gaps(request: UserRequest, channel: Channel) -> HttpResponse:
    """What an existing channel lacks, each line with where to mend it."""
    on = timezone.localdate()
    is_live = channel.status in IN_USE
    lines = opening_checks.gaps(channel, on=on) if is_live else []
    context = {"channel": channel, "lines": lines, "is_live": is_live, "on": on}
    context["may_mend"] = can(request.user, Permission.CHANNEL_OPEN, channel, on)
    return render(request, "accounts_registry/channel_gaps.html", context)


@guarded(Permission.CHANNEL_DETAIL)
@require_safe
def flags(request: UserRequest) -> HttpResponse:
    """The channels that break a rule that always holds, each rule in words."""
    on = timezone.localdate()
    mine = Channel.objects.visible_to(request.user, on=on).in_detail(request.user, on=on)
    found = standing_rules.of(mine, on=on)
    channels = mine.filter(pk__in=found).select_related("platform", "school", "trust")
    lines = [
        {"channel": channel, "flags": found[channel.pk]}
        for channel in channels.order_by("account_name", "pk")
    ]
    return render(request, "accounts_registry/flags.html", {"lines": lines})


@guarded(Permission.CHANNEL_DETAIL)
@require_safe
def missing(request: UserRequest) -> HttpResponse:
    """The existing channels that still lack something, what is due first coming first."""
    on = timezone.localdate()
    mine = Channel.objects.visible_to(request.user, on=on).in_detail(request.user, on=on)
    rows = mine.live().filter(gaps_due__isnull=False).select_related("platform", "school", "trust")
    context = {"channels": rows.order_by("gaps_due", "account_name", "pk"), "on": on}
    return render(request, "accounts_registry/missing.html", context)


def step(
    request: HttpRequest,
    channel: Channel,
    form: PageForm,
    verb: Any,
    heading: str,
    says: str,
    now: str,
) -> HttpResponse:
    """One page of a channel's life: what will happen, a few questions, one button."""
    if form.is_valid() and kept(form, verb, request, channel=channel, **form.cleaned_data):
        messages.success(request, f"{channel.account_name} {now}.")
        return redirect(channel)
    context = {"form": form, "channel": channel, "heading": heading, "says": says}
    return render(request, "accounts_registry/life.html", context)
