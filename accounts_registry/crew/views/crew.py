"""Who runs a channel: seen, added, replaced, removed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access.check import can
from access.guards import guarded
from access.roles import Permission
from accounts_registry.crew import shortfall, team
from accounts_registry.crew.actions import crew, rights
from accounts_registry.crew.forms.crew import (
    AccessForm,
    AddPersonForm,
    RemovePersonForm,
    ReplaceForm,
    WithdrawForm,
)
from accounts_registry.models import Channel, ChannelPerson
from accounts_registry.record import sub_pages
from accounts_registry.record.channel_page import LOOKUP
from accounts_registry.record.statuses import GOES_ON
from govuk.page_form import form_page, kept, posted
from people.api import UserRequest
from people.models import Post, User

COUNTS = "Added. It counts once this person has confirmed the policy and is trained."


@guarded(Permission.CHANNEL_DETAIL, Channel, lookup=LOOKUP)
@require_safe
def people(request: UserRequest, channel: Channel) -> HttpResponse:
    on = timezone.localdate()
    context = {
        "channel": channel,
        "team": team.of(channel, request.user, on=on),
        "pages": sub_pages.of(channel, request.user, current="register:people", on=on),
        "prints_names": request.GET.get("names") == "yes",
    }
    return render(request, "accounts_registry/people.html", context)


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def add_person(request: UserRequest, channel: Channel) -> HttpResponse:
    form = AddPersonForm(posted(request), **choices(request, channel))
    if form.is_valid() and kept(
        form, crew.add_person, request, channel=channel, **form.cleaned_data
    ):
        messages.success(request, COUNTS)
        return redirect(page_of(channel))
    return asked(request, channel, form, "Add a person")


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def replace_person(request: UserRequest, channel: Channel, pk: UUID) -> HttpResponse:
    row = line_of(channel, pk)
    if is_over(row):
        return gone(request, channel)
    form = ReplaceForm(posted(request), is_master=row.part == "master", **choices(request, channel))
    if form.is_valid() and kept(
        form, crew.replace_person, request, channel_person=row, **form.cleaned_data
    ):
        messages.success(request, f"{row.who} is replaced.")
        return redirect(page_of(channel))
    says = "The new one begins and the other ends together, so nobody is missing in between."
    return asked(request, channel, form, f"Replace {row.who}", says, row)


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def remove_person(request: UserRequest, channel: Channel, pk: UUID) -> HttpResponse:
    """Below the minimum this is an interruption: a replacement or a closing plan. The last one stays."""
    on, row = timezone.localdate(), line_of(channel, pk)
    if is_over(row):
        return gone(request, channel)
    row.channel = channel
    leaving = shortfall.if_ended(row, on)
    wants_plan = channel.status in GOES_ON and not channel.planned_closing
    form = RemovePersonForm(
        posted(request),
        who=row.who,
        asks_for_plan=wants_plan and (bool(leaving.short) or request.method == "POST"),
        on=on,
        cancel=page_of(channel),
    )
    if form.is_valid() and kept(
        form, crew.remove_person, request, channel_person=row, **form.cleaned_data
    ):
        messages.success(request, f"{row.who}: {row.get_part_display().lower()} ends.")
        return redirect(page_of(channel))
    may_close = channel.status in GOES_ON and can(
        request.user, Permission.CHANNEL_CLOSE, channel, on
    )
    context = {
        "form": form,
        "channel": channel,
        "row": row,
        "leaving": leaving,
        "may_close": may_close,
    }
    return render(request, "accounts_registry/remove.html", context)


@guarded(Permission.MODERATOR_CONFIRM, Channel, lookup=LOOKUP)
@require_POST
def confirm_moderator(request: UserRequest, channel: Channel, pk: UUID) -> HttpResponse:
    row = line_of(channel, pk)
    rights.confirm_moderator(channel_person=row, by=request.user, at=timezone.now())
    messages.success(request, f"{row.who} is confirmed as a moderator.")
    return redirect(page_of(channel))


@guarded(Permission.ACCESS_WITHDRAW, Channel, lookup=LOOKUP)
@form_page
def withdraw_access(request: HttpRequest, channel: Channel, pk: UUID) -> HttpResponse:
    row = line_of(channel, pk)
    form = WithdrawForm(posted(request), cancel=page_of(channel))
    if form.is_valid() and kept(
        form, rights.withdraw_access, request, channel_person=row, **form.cleaned_data
    ):
        messages.success(request, f"{row.who} has no access for now and does not count.")
        return redirect(page_of(channel))
    says = "They keep the part and do not count. Remove their rights on the platform as well."
    return asked(request, channel, form, f"Withdraw the access of {row.who}", says)


@guarded(Permission.ACCESS_WITHDRAW, Channel, lookup=LOOKUP)
@require_POST
def give_back_access(request: UserRequest, channel: Channel, pk: UUID) -> HttpResponse:
    row = line_of(channel, pk)
    rights.give_back_access(channel_person=row, by=request.user, at=timezone.now())
    messages.success(request, f"{row.who} has access again and counts.")
    return redirect(page_of(channel))


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def access_removed(request: HttpRequest, channel: Channel, pk: UUID) -> HttpResponse:
    row = line_of(channel, pk)
    form = AccessForm(posted(request), cancel=page_of(channel))
    if form.is_valid() and kept(
        form, rights.record_access_removed, request, channel_person=row, **form.cleaned_data
    ):
        messages.success(request, f"Recorded that {row.who} has no access any more.")
        return redirect(page_of(channel))
    return asked(request, channel, form, f"Access of {row.who}")


def choices(request: UserRequest, channel: Channel) -> dict[str, Any]:
    on = timezone.localdate()
    posts = Post.objects.visible_to(request.user, on=on).filter(active=True)
    return {
        "people": User.objects.visible_to(request.user, on=on).present(on),
        "posts": posts.filter(Q(school=channel.school) | Q(school=None, trust=channel.trust)),
        "on": on,
        "asks_head": request.user.holds("HEAD", on, channel.school),
        "cancel": page_of(channel),
    }


def line_of(channel: Channel, pk: UUID) -> ChannelPerson:
    row = channel.people.select_related("person", "post").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def is_over(row: ChannelPerson) -> bool:
    return bool(row.end_date and row.end_date < timezone.localdate())


def gone(request: HttpRequest, channel: Channel) -> HttpResponse:
    messages.info(request, "That part has already ended.")
    return redirect(page_of(channel))


def page_of(channel: Channel) -> str:
    return reverse("register:people", args=[channel.reference.lower()])


def asked(
    request: HttpRequest,
    channel: Channel,
    form: Any,
    heading: str,
    says: str = "",
    row: ChannelPerson | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "channel": channel,
        "heading": heading,
        "says": says,
        "row": row,
        "back": page_of(channel),
    }
    return render(request, "accounts_registry/details.html", context)
