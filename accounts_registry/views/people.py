"""Who runs a channel."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from access.guards import guarded
from access.roles import Permission
from accounts_registry.actions import crew
from accounts_registry.forms.people import PersonForm
from accounts_registry.models import Channel
from accounts_registry.views.page import LOOKUP, form_page, kept
from people.models import Post, User


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
        form, crew.add_person, request, channel=channel, start_date=on, **form.cleaned_data
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
        crew.end_person(
            channel_person=line, end_date=timezone.localdate(), by=request.user, at=timezone.now()
        )
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        who = line.person.full_name if line.person else line.post
        messages.success(request, f"{who}: {line.get_part_display().lower()} ends today.")
    return redirect("register:people", ref=channel.reference.lower())
