"""The trust's schools: who answers for each, and what it still lacks."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.check import can, schools_where
from access.guards import guarded
from access.roles import Permission
from people.school_pages.school_rows import Lack, rows_of
from people.sign_in.user_request import UserRequest
from schools.api import academic_year
from schools.models import School


@guarded(Permission.SCHOOLS_SEE)
@require_safe
def school_list(request: UserRequest) -> HttpResponse:
    on = timezone.localdate()
    mine = schools_where(request.user, Permission.SCHOOLS_SEE, on)
    schools = School.objects.visible_to(request.user, on=on).open().filter(pk__in=mine)
    # Those that need help first.
    rows = sorted(rows_of(schools, on), key=lambda row: -len(row.lacks))
    may_add = any(
        held.is_trust_wide and held.role == "TADMIN" for held in request.user.roles_on(on)
    )
    return render(request, "people/schools.html", {"rows": rows, "may_add": may_add})


@guarded(Permission.SCHOOLS_SEE, School, lookup="slug", kwarg="slug")
@require_safe
def school_detail(request: UserRequest, school: School) -> HttpResponse:
    on = timezone.localdate()
    row = rows_of([school], on)[0]
    context = {
        "school": school,
        "row": row,
        "lacks": [(lack, address_of(lack, school)) for lack in row.lacks],
        "dates": school.dates.filter(end_date__gte=f"{academic_year(on)}-09-01"),
        "may_change": can(request.user, Permission.SETTINGS_CHANGE, school, on),
        "may_manage": can(request.user, Permission.PEOPLE_MANAGE, school, on),
        "sees_people": can(request.user, Permission.PEOPLE_SEE, school, on),
    }
    return render(request, "people/school.html", context)


def address_of(lack: Lack, school: School) -> str:
    """Where this can be put right."""
    if lack.kind == "role":
        return f"{reverse('people:roles')}?school={school.pk}"
    if lack.kind == "phone":
        return reverse("people:detail", args=[lack.about.pk])
    return reverse(f"settings:{'dates' if lack.kind == 'dates' else 'details'}", args=[school.slug])
