"""The page of notices: what needs you, then what is only for your information."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access.guards import PersonRequest, signed_in
from notifications import actions
from notifications.models import Notice

PAGE = 30


@signed_in
@require_safe
def index(request: PersonRequest) -> HttpResponse:
    mine = Notice.objects.visible_to(request.user, on=timezone.localdate()).order_by(
        "-created_at", "pk"
    )
    needed = list(mine.unread().filter(needs_action=True))
    others = mine.exclude(pk__in=[notice.pk for notice in needed])
    context = {
        "needed": needed,
        "page": Paginator(others, PAGE).get_page(request.GET.get("page")),
        "unread_information": others.unread().filter(needs_action=False).exists(),
    }
    return render(request, "notifications/list.html", context)


@signed_in
@require_POST
def read(request: PersonRequest, pk: UUID) -> HttpResponse:
    notice = Notice.objects.visible_to(request.user, on=timezone.localdate()).filter(pk=pk).first()
    if notice is None:
        raise Http404
    actions.mark_read(notice=notice, by=request.user, at=timezone.now())
    return redirect("notifications:list")


@signed_in
@require_POST
def read_information(request: PersonRequest) -> HttpResponse:
    actions.mark_information_read(by=request.user, at=timezone.now())
    messages.success(request, "All information is marked as read.")
    return redirect("notifications:list")
