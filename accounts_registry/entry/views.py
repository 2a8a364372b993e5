"""Existing channels: added, and accepted by the headteacher."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from access.check import schools_where
from access.guards import guarded
from access.roles import Permission
from accounts_registry.appendix1 import register_rows as register
from accounts_registry.entry.actions import registering
from accounts_registry.entry.forms import AcceptForm, AddForm, Many
from accounts_registry.models import Channel
from govuk.page_form import form_page, kept
from people.api import UserRequest
from people.models import Post
from platforms.models import Platform
from schools.models import School


@guarded(Permission.CHANNEL_ADD)
@form_page
def add(request: UserRequest) -> HttpResponse:
    on = timezone.localdate()
    allowed = schools_where(request.user, Permission.CHANNEL_ADD, on)
    schools = list(School.objects.visible_to(request.user, on=on).open().filter(pk__in=allowed))
    platforms = list(Platform.objects.visible_to(request.user, on=on).current())
    posts = list(
        Post.objects.visible_to(request.user, on=on).filter(
            Q(school__in=schools) | Q(school=None), active=True
        )
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
    if form.is_valid() and (
        channel := kept(form, registering.add_existing, request, **form.facts())
    ):
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


@guarded(Permission.CHANNELS_TO_ACCEPT)
@form_page
def accept(request: UserRequest) -> HttpResponse:
    """One page for many rows: each is accepted with its three answers, or left for later."""
    on = timezone.localdate()
    waiting = list(
        Channel.objects.visible_to(request.user, on=on)
        .to_accept(request.user, on=on)
        .select_related("platform", "school", "trust")
        .order_by("school__name", "account_name")[:50]
    )
    forms = {
        channel.pk: AcceptForm(request.POST or None, prefix=channel.reference)
        for channel in waiting
    }
    # Every form is asked, so that every error is shown at once.
    checked = [form.is_valid() for form in forms.values()]
    if request.method == "POST" and all(checked):
        accepted = [
            registering.accept(
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


def register_rows(waiting: list[Channel], on: date) -> dict[str, register.RegisterRow]:
    """The rows as Appendix 1 prints them, for the head to read before answering."""
    trusts = {channel.trust for channel in waiting}
    schools = {channel.school_id for channel in waiting if channel.school_id}
    # Those of the trust itself are asked for with the whole register.
    only = schools if all(channel.school_id for channel in waiting) else None
    found = [
        row for trust in trusts for row in register.rows(trust=trust, school_ids=only, as_at=on)
    ]
    return {row.reference: row for row in found}
