"""Who from outside may add something to a channel."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.check import can
from access.guards import guarded
from access.roles import Permission
from accounts_registry.crew.actions import vetting
from accounts_registry.crew.forms.vetting import AddContributorForm
from accounts_registry.models import Channel, ContributorVetting
from accounts_registry.record import sub_pages
from accounts_registry.record.channel_page import LOOKUP
from govuk.page_form import form_page, kept, posted
from people.api import UserRequest
from people.models import User


@guarded(Permission.CHANNEL_DETAIL, Channel, lookup=LOOKUP)
@require_safe
def contributors(request: UserRequest, channel: Channel) -> HttpResponse:
    on = timezone.localdate()
    rows = channel.vettings.select_related("vetted_by", "known_to")
    context = {
        "channel": channel,
        "rows": list(rows),
        "kinds": dict(ContributorVetting.Check.choices),
        "on": on,
        "may_add": can(request.user, Permission.CHANNEL_CHANGE, channel, on)
        or channel.people.of(request.user, on=on).filter(part="vetter").exists(),
        "pages": sub_pages.of(channel, request.user, current="register:contributors", on=on),
    }
    return render(request, "accounts_registry/contributors.html", context)


@guarded(Permission.CHANNEL_DETAIL, Channel, lookup=LOOKUP)
@form_page
def add_contributor(request: HttpRequest, channel: Channel) -> HttpResponse:
    on = timezone.localdate()
    back = reverse("register:contributors", args=[channel.reference.lower()])
    form = AddContributorForm(
        posted(request),
        people=User.objects.visible_to(request.user, on=on).present(on),
        on=on,
        again=on + timedelta(days=364),
        cancel=back,
    )
    if form.is_valid() and kept(
        form, vetting.add_contributor, request, channel=channel, **form.cleaned_data
    ):
        messages.success(request, "The check is recorded.")
        return redirect(back)
    context = {"form": form, "channel": channel, "heading": "Check a contributor", "back": back}
    return render(request, "accounts_registry/details.html", context)
