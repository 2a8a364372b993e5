"""Is it an official account? The checks, and answering the three tests."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.check import can
from access.guards import guarded
from access.roles import Permission
from accounts_registry.models import Channel
from accounts_registry.record import sub_pages
from accounts_registry.record.channel_page import LOOKUP
from accounts_registry.record.statuses import ENDED
from accounts_registry.reviews import official
from accounts_registry.reviews.actions import checks
from accounts_registry.reviews.forms.checks import AnswerChecksForm
from govuk.page_form import form_page, kept, posted
from people.api import UserRequest


@guarded(Permission.CHANNEL_DETAIL, Channel, lookup=LOOKUP)
@require_safe
def official_checks(request: UserRequest, channel: Channel) -> HttpResponse:
    on = timezone.localdate()
    custody = can(request.user, Permission.CHANNEL_CUSTODY, channel, on)
    context = {
        "channel": channel,
        "checks": official.of(channel, with_custody=custody),
        "may_change": can(request.user, Permission.CHANNEL_CHANGE, channel, on)
        and channel.status not in ENDED,
        "pages": sub_pages.of(channel, request.user, current="register:official_checks", on=on),
    }
    return render(request, "accounts_registry/official_checks.html", context)


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def answer_checks(request: HttpRequest, channel: Channel) -> HttpResponse:
    """Answers that take the word official away are asked for twice."""
    back = reverse("register:official_checks", args=[channel.reference.lower()])
    form = AnswerChecksForm(posted(request), channel=channel, on=timezone.localdate(), cancel=back)
    sure = False
    if form.is_valid():
        try:
            saved = kept(form, checks.answer_checks, request, **given(form, channel))
        except checks.NotConfirmed:
            form.ask_again()
            sure, saved = True, None
        if saved:
            messages.success(request, "Answers saved.")
            return redirect("register:official_checks", ref=channel.reference.lower())
    context = {
        "form": form,
        "channel": channel,
        "heading": "The 3 tests",
        "back": back,
        "sure": sure,
    }
    return render(request, "accounts_registry/answer_checks.html", context)


def given(form: AnswerChecksForm, channel: Channel) -> dict[str, Any]:
    typed = form.cleaned_data
    return {
        "channel": channel,
        "answers": form.answers(),
        "how": form.how(),
        "checked_on": typed["checked_on"],
        "confirmed": typed["confirmed"],
        "drawn_from": typed["drawn_from"],
    }
