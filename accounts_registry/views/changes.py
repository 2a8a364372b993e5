"""Changing the register: adding, accepting, checking before opening, mending, and who runs a channel."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from access.check import schools_where
from access.guards import guarded
from access.roles import Permission
from accounts_registry import opening, register
from accounts_registry.actions import channels as actions
from accounts_registry.forms import (
    AddForm,
    CancelForm,
    DetailsForm,
    Many,
    OpeningForm,
    PersonForm,
    ThreeTestsForm,
)
from accounts_registry.models import Channel, Platform
from people.models import Post, User
from schools.models import School

LOOKUP = "reference__iexact"
form_page = require_http_methods(["GET", "HEAD", "POST"])


@guarded(Permission.CHANNEL_ADD)
@form_page
def add(request: HttpRequest) -> HttpResponse:
    on = timezone.localdate()
    allowed = schools_where(request.user, Permission.CHANNEL_ADD, on)
    schools = list(School.objects.visible_to(request.user, on=on).open().filter(pk__in=allowed))
    platforms = list(Platform.objects.visible_to(request.user, on=on).current())
    posts = list(
        Post.objects.visible_to(request.user, on=on).filter(Q(school__in=schools) | Q(school=None))
    )
    form = AddForm(
        request.POST or None,
        schools=schools,
        platforms=platforms,
        on=on,
        known_posts={school.pk: titles_at(school, posts) for school in schools},
        may_add_posts=schools_where(request.user, Permission.PEOPLE_MANAGE, on),
        cancel=reverse("register:list"),
    )
    if form.is_valid() and (channel := kept(form, actions.add_existing, request, **form.facts())):
        messages.success(
            request,
            f"{channel.account_name} is on the register as {channel.reference}. The headteacher has been asked to accept it.",
        )
        return redirect(channel)
    return render(
        request,
        "accounts_registry/add.html",
        {"form": form, "posts": sorted({post.title for post in posts})},
    )


def titles_at(school: School, posts: list[Post]) -> set[str]:
    return {
        post.title.casefold()
        for post in posts
        if post.school_id in (school.pk, None) and post.trust_id == school.trust_id
    }


@guarded(Permission.CHANNEL_ACCEPT)
@form_page
def accept(request: HttpRequest) -> HttpResponse:
    """One page for many rows: each is accepted with its three answers, or left for later."""
    on = timezone.localdate()
    waiting = list(
        Channel.objects.visible_to(request.user, on=on)
        .to_accept(request.user, on=on)
        .select_related("platform", "school", "trust")
        .order_by("school__name", "account_name")[:50]
    )
    forms = {
        channel.pk: ThreeTestsForm(request.POST or None, prefix=channel.reference)
        for channel in waiting
    }
    # Every form is asked, so that every error is shown at once.
    checked = [form.is_valid() for form in forms.values()]
    if request.method == "POST" and all(checked):
        accepted = [
            actions.accept(
                channel=channel, by=request.user, at=timezone.now(), **forms[channel.pk].answers()
            )
            for channel in waiting
            if forms[channel.pk].is_accepted
        ]
        return after_accepting(request, accepted)
    rows = register_rows(waiting, on)
    lines = [(channel, rows.get(channel.reference), forms[channel.pk]) for channel in waiting]
    many = Many(list(forms.values()))
    return render(
        request,
        "accounts_registry/accept.html",
        {"lines": lines, "many": many, "form": many.failed},
    )


def after_accepting(request: HttpRequest, accepted: list[Channel]) -> HttpResponse:
    if not accepted:
        messages.info(
            request, "You have not accepted any channel yet. They wait here until you do."
        )
        return redirect("register:accept")
    failing = [channel.account_name for channel in accepted if not channel.passes_tests]
    one = len(accepted) == 1
    says = f"{accepted[0].account_name} is" if one else f"{len(accepted)} channels are"
    messages.success(request, f"{says} accepted onto the register.")
    if failing:
        messages.warning(request, f"Not official until all 3 tests are met: {', '.join(failing)}.")
    return redirect(accepted[0] if one else "register:list")


def register_rows(waiting: list[Channel], on: Any) -> dict[str, register.RegisterRow]:
    """The rows as Appendix 1 prints them, for the head to read before answering."""
    trusts = {channel.trust for channel in waiting}
    schools = {channel.school_id for channel in waiting}
    found = [
        row for trust in trusts for row in register.rows(trust=trust, school_ids=schools, as_at=on)
    ]
    return {row.reference: row for row in found}


@guarded(Permission.CHANNEL_OPEN, Channel, lookup=LOOKUP)
@form_page
def opening_checks(request: HttpRequest, channel: Channel) -> HttpResponse:
    on = timezone.localdate()
    form = OpeningForm(
        request.POST or None,
        initial={name: getattr(channel, name) for name in actions.CHECKS},
        posts=Post.objects.visible_to(request.user, on=on).filter(school=channel.school),
        asks_for_house_rules=opening.takes_part(channel),
        on=on,
        cancel=channel.get_absolute_url(),
    )
    if form.is_valid() and kept(
        form, actions.save_opening_checks, request, channel=channel, **form.cleaned_data
    ):
        messages.success(request, "Opening checks saved.")
        return redirect("register:opening", ref=channel.reference.lower())
    unmet = opening.unmet(channel, on=on) if channel.status == "planned" else []
    return render(
        request,
        "accounts_registry/opening.html",
        {"form": form, "channel": channel, "unmet": unmet},
    )


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def details(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = DetailsForm(
        request.POST or None,
        initial={name: getattr(channel, name) for name in actions.DETAILS},
        on=timezone.localdate(),
        cancel=channel.get_absolute_url(),
    )
    if form.is_valid() and kept(
        form, actions.change_details, request, channel=channel, **form.cleaned_data
    ):
        messages.success(request, "Details saved.")
        channel.refresh_from_db()
        return redirect(channel)
    return render(request, "accounts_registry/details.html", {"form": form, "channel": channel})


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def people(request: HttpRequest, channel: Channel) -> HttpResponse:
    on = timezone.localdate()
    form = PersonForm(
        request.POST or None,
        people=User.objects.visible_to(request.user, on=on).present(on),
        posts=Post.objects.visible_to(request.user, on=on).filter(school=channel.school),
        cancel=channel.get_absolute_url(),
    )
    if form.is_valid() and kept(
        form, actions.add_person, request, channel=channel, start_date=on, **form.cleaned_data
    ):
        messages.success(
            request, "Added. It counts once this person has confirmed the policy and is trained."
        )
        return redirect("register:people", ref=channel.reference.lower())
    lines = channel.people.on(on).select_related("person", "post").order_by("order")
    return render(
        request, "accounts_registry/people.html", {"form": form, "channel": channel, "lines": lines}
    )


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@require_POST
def remove_person(request: HttpRequest, channel: Channel, pk: UUID) -> HttpResponse:
    line = (
        channel.people.on(timezone.localdate())
        .select_related("person", "post")
        .filter(pk=pk)
        .first()
    )
    if line is None:
        messages.info(request, "That part has already ended.")
        return redirect("register:people", ref=channel.reference.lower())
    try:
        actions.end_person(
            channel_person=line, end_date=timezone.localdate(), by=request.user, at=timezone.now()
        )
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        who = line.person.full_name if line.person else line.post
        messages.success(request, f"{who}: {line.get_part_display().lower()} ends today.")
    return redirect("register:people", ref=channel.reference.lower())


@guarded(Permission.CHANNEL_CANCEL, Channel, lookup=LOOKUP)
@form_page
def cancel(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = CancelForm(request.POST or None, cancel=channel.get_absolute_url())
    if form.is_valid():
        actions.cancel_planned(
            channel=channel, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        messages.success(
            request, f"{channel.account_name} will not go ahead. The account name is free again."
        )
        return redirect("register:list")
    return render(request, "accounts_registry/cancel.html", {"form": form, "channel": channel})


def kept(form: Any, verb: Any, request: HttpRequest, **arguments: Any) -> Any:
    """Call the verb; what it refuses stands beside the field it is about."""
    try:
        return verb(by=request.user, at=timezone.now(), **arguments)
    except ValidationError as refusal:
        form.take(refusal)
        return None
