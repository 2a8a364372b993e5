"""/channels/as-at/: the register as it stood on an earlier day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.guards import guarded
from access.roles import Permission
from accounts_registry.appendix1 import register_rows
from accounts_registry.history import as_at_page
from accounts_registry.history.forms import AsAtForm
from people.api import UserRequest
from schools.models import School, Trust
from workflow.promised import promised

PAGE = 50


@guarded(Permission.CHANNEL_SEE)
@require_safe
def as_at(request: UserRequest) -> HttpResponse:
    """The rows, their people and their checks on that day; without a day it asks for one."""
    on = timezone.localdate()
    schools = School.objects.visible_to(request.user, on=on).order_by("name")
    form = AsAtForm(
        typed(request.GET) or None,
        schools=[(str(pk), name) for pk, name in schools.values_list("pk", "name")],
        today=on,
    )
    found = page_of(request, form, on) if form.is_bound and form.is_valid() else {}
    return render(request, "accounts_registry/as_at.html", {"form": form, **found})


def page_of(request: UserRequest, form: AsAtForm, on: date) -> dict[str, Any]:
    """One page of the register of that day."""
    day, school = form.cleaned_data["on"], form.cleaned_data["school"]
    trust = promised(Trust.objects.visible_to(request.user, on=on).first())
    everything = register_rows.entries(
        trust=trust, school_ids=[school] if school else None, as_at=day
    )
    page = Paginator(everything, PAGE).get_page(request.GET.get("page"))
    rows = as_at_page.shown(list(page.object_list), request.user, trust=trust, day=day, on=on)
    return {
        "day": day,
        "page": page,
        "rows": rows,
        "in_detail": any(one.in_detail for one in rows),
        "several_schools": not school,
        "total": len(everything),
    }


def typed(query: Any) -> dict[str, str]:
    """The day as three boxes, or as it stands in a link: ?on=2025-11-20."""
    params: dict[str, str] = {**query.dict()}
    year, _, rest = params.pop("on", "").partition("-")
    if rest:
        month, _, day = rest.partition("-")
        params |= {"on_0": day.lstrip("0"), "on_1": month.lstrip("0"), "on_2": year}
    return params if any(name.startswith("on_") for name in params) else {}
