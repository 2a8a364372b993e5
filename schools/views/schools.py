"""Schools and contacts: adding one, its details and its dates."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.guards import PersonRequest
from access.roles import Permission
from govuk.page_form import posted
from schools import actions
from schools.forms import (
    AddSchoolForm,
    SchoolDetailsForm,
    dates_form,
    initial_of,
)
from schools.models import School
from schools.views.scope import (
    changeable_schools,
    may_change,
    may_set_up,
    of_school,
    pages,
    required_trust,
    whole_trust,
)

SPARE_ROWS = 2


@may_change
@require_safe
def schools(request: PersonRequest) -> HttpResponse:
    return listed(request, list(changeable_schools(request.user)))


def listed(request: PersonRequest, mine: list[School]) -> HttpResponse:
    context = {
        "schools": mine,
        "may_add": whole_trust(request.user, Permission.TRUST_SET_UP) is not None,
    }
    return render(request, "schools/settings_schools.html", context)


@may_set_up
@pages
def add_school(request: PersonRequest) -> HttpResponse:
    trust = required_trust(request.user, Permission.TRUST_SET_UP)
    form = AddSchoolForm(
        posted(request), initial={"country": trust.country}, cancel=reverse("settings:schools")
    )
    if request.method == "POST" and form.is_valid():
        try:
            school = actions.add_school(
                trust=trust, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except ValidationError as refused:
            form.take(refused)
        else:
            messages.success(request, f"{school.name} is added. Enter its term dates next.")
            return redirect("settings:dates", school.slug)
    return render(request, "schools/add_school.html", {"form": form})


@of_school
@pages
def details(request: PersonRequest, school: School) -> HttpResponse:
    back = reverse("settings:school", args=[school.slug])
    form = SchoolDetailsForm(
        posted(request), initial=initial_of(school, SchoolDetailsForm.base_fields), cancel=back
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_school_details(
                school=school, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except ValidationError as refused:
            form.take(refused)
        else:
            messages.success(request, f"The details of {school.name} are saved.")
            return redirect(back)
    return render(
        request, "schools/details.html", {"form": form, "school": school, "back_to": back}
    )


@of_school
@pages
def dates(request: PersonRequest, school: School) -> HttpResponse:
    """All of a school's dates on one page; empty rows stand ready for more."""
    held = [
        {"kind": row.kind, "start": row.start_date, "end": row.end_date}
        for row in school.dates.all()
    ]
    formset = dates_form(SPARE_ROWS)(posted(request), initial=held)
    if request.method == "POST" and formset.is_valid():
        try:
            actions.set_dates(
                school=school, rows=formset.stretches(), by=request.user, at=timezone.now()
            )
        except ValidationError as refused:
            formset.take(refused.messages[0])
        else:
            messages.success(request, f"The dates of {school.name} are saved.")
            more = "add" in request.POST
            return redirect("settings:dates" if more else "settings:school", school.slug)
    context = {"formset": formset, "school": school}
    return render(request, "schools/dates.html", context)
