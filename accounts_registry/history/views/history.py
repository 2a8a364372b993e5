"""What has happened to a channel, and the same as a file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access.check import can
from access.guards import guarded
from access.roles import Permission
from accounts_registry.history import actions, timeline
from accounts_registry.history.timeline import KINDS
from accounts_registry.models import Channel
from accounts_registry.record import sub_pages
from accounts_registry.record.channel_page import LOOKUP
from documents import csv
from govuk.templatetags.portal import clock
from people.api import UserRequest

PAGE = 50


@guarded(Permission.CHANNEL_DETAIL, Channel, lookup=LOOKUP)
@require_safe
def history(request: UserRequest, channel: Channel) -> HttpResponse:
    on = timezone.localdate()
    kind = request.GET.get("show", "")
    kind = kind if kind in KINDS else ""
    custody = can(request.user, Permission.CHANNEL_CUSTODY, channel, on)
    moments = timeline.of(channel, with_custody=custody, kind=kind)
    context = {
        "channel": channel,
        "page": Paginator(moments, PAGE).get_page(request.GET.get("page")),
        "kind": kind,
        "kinds": [("", "Everything"), *KINDS.items()],
        "pages": sub_pages.of(channel, request.user, current="register:history", on=on),
    }
    return render(request, "accounts_registry/history.html", context)


@guarded(Permission.CHANNEL_DETAIL, Channel, lookup=LOOKUP)
@require_POST
def download_history(request: UserRequest, channel: Channel) -> HttpResponse:
    moments = actions.download_history(
        channel=channel, kind=request.POST.get("show", ""), by=request.user, at=timezone.now()
    )
    rows = [
        (f"{one.on:%Y-%m-%d}", clock(one.at), one.says, one.by, KINDS[one.kind], one.text)
        for one in moments
    ]
    answer = HttpResponse(
        csv.render(("Date", "Time", "What happened", "Who", "Kind", "Note"), rows),
        content_type=csv.CONTENT_TYPE,
    )
    name = f"history-{channel.reference.lower()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
