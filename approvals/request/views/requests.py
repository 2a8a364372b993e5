"""The requests of one person and their school, and the way in to a new one."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access.check import schools_where
from access.guards import guarded
from access.roles import Permission
from approvals import actions, api
from approvals.request import timeline
from approvals.request.models import Request
from approvals.request.statuses import OVER
from people.api import UserRequest
from schools.models import School


@guarded(Permission.REQUEST_START)
def index(request: UserRequest) -> HttpResponse:
    """Three tables on one page: waiting for you, yours, all in your school."""
    on = timezone.localdate()
    visible = Request.objects.visible_to(request.user, on=on).select_related(
        "author", "school", "platform"
    )
    own = visible.filter(author=request.user).order_by("-edited_at")
    others = visible.filter(
        school__in=schools_where(request.user, Permission.REQUEST_SEE, on), sent_at__isnull=False
    )
    show = "all" if request.GET.get("show") == "all" else "open"
    if show == "open":
        others = others.exclude(status__in=OVER)
    page = Paginator(others.order_by("-sent_at"), 50).get_page(request.GET.get("page"))
    context = {
        "waiting": timeline.listed(api.waiting_for(request.user, on), on),
        "agreements": api.agreements_due(request.user),
        "own": timeline.listed(own, on),
        "page": page,
        "others": timeline.listed(page, on),
        "sees_school": bool(schools_where(request.user, Permission.REQUEST_SEE, on)),
        "show": show,
    }
    return render(request, "approvals/list.html", context)


@guarded(Permission.REQUEST_START)
def start(request: UserRequest) -> HttpResponse:
    """What do you want to do? Only what exists is offered."""
    on = timezone.localdate()
    schools = _schools(request, on)
    if request.method == "POST":
        school = next((one for one in schools if str(one.pk) == request.POST.get("school")), None)
        if school is not None:
            started = actions.start(school=school, by=request.user, at=timezone.now())
            return redirect("approvals:tasks", started.reference.lower())
        messages.warning(request, "Select the school the channel is for.")
        return redirect("approvals:start")
    can_add = bool(schools_where(request.user, Permission.CHANNEL_ADD, on))
    return render(request, "approvals/new.html", {"schools": schools, "can_add": can_add})


def _schools(request: UserRequest, on: date) -> list[School]:
    ids = schools_where(request.user, Permission.REQUEST_START, on)
    return list(School.objects.visible_to(request.user, on=on).open().filter(pk__in=ids))
