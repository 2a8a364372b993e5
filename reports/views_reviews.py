"""How we are doing: what is due to be looked at again."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.check import schools_where, trusts_where
from access.guards import guarded
from access.roles import Permission
from people.api import UserRequest
from people.models import User
from reports import due_reviews

PAGE = 50


@guarded(Permission.COMPLIANCE_SEE)
@require_safe
def reviews(request: UserRequest) -> HttpResponse:
    """Everything due, by school, what is overdue first."""
    on = timezone.localdate()
    schools = due_reviews.schools_of(request.user, on)
    wanted = next((one for one in schools if one.slug == request.GET.get("school")), None)
    found = due_reviews.due(request.user, on=on, school=wanted)
    page = Paginator(found.lines, PAGE).get_page(request.GET.get("page"))
    context = {
        "groups": found.groups(page.start_index() - 1 if found.lines else 0, page.end_index()),
        "page": page,
        "total": len(found.lines),
        "overdue": found.overdue,
        "schools": schools,
        "wanted": wanted,
        "today": on,
        "may": may(request.user, on),
    }
    return render(request, "reports/reviews.html", context)


def may(user: User, on: date) -> dict[str, bool]:
    """Which of the pages beside this one are for this person."""
    return {
        "check_posts": bool(schools_where(user, Permission.CHANNEL_REVIEW, on)),
        "mark": bool(trusts_where(user, Permission.PLATFORM_MARK, on)),
    }
