"""Days on which one channel has too few moderators, and who covers for whom."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.check import can
from access.guards import guarded
from access.roles import Permission
from accounts_registry.cover import cover_days
from accounts_registry.cover.models import Cover
from accounts_registry.models import Channel
from accounts_registry.record import sub_pages
from accounts_registry.record.channel_page import LOOKUP
from people.api import UserRequest
from schools.api import policy_settings


@guarded(Permission.CHANNEL_DETAIL, Channel, lookup=LOOKUP)
@require_safe
def cover(request: UserRequest, channel: Channel) -> HttpResponse:
    on = timezone.localdate()
    place = {"school": channel.school} if channel.school else {"trust": channel.trust}
    last = on + timedelta(days=policy_settings.value("cover_horizon_days", **place))
    same = Channel.objects.visible_to(request.user, on=on).filter(pk=channel.pk)
    context = {
        "channel": channel,
        "last": last,
        "gaps": cover_days.gaps(first=on, last=last, channels=same),
        "covers": channel.covers.filter(end_date__gte=on)
        .exclude(status=Cover.Status.ENDED)
        .select_related("person"),
        "may_ask": can(request.user, Permission.COVER_ARRANGE, channel, on),
        "pages": sub_pages.of(channel, request.user, current="register:cover", on=on),
    }
    return render(request, "accounts_registry/cover.html", context)
