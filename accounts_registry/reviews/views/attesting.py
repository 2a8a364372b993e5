"""The yearly look at a school's register: read by the office, then signed by the headteacher."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.check import can, schools_where
from access.guards import guarded
from access.roles import Permission
from accounts_registry.models import Attestation
from accounts_registry.reviews import statements
from accounts_registry.reviews.actions import attesting
from accounts_registry.reviews.forms.upkeep import AttestForm
from accounts_registry.reviews.statements import Standing
from govuk.page_form import form_page, kept, posted
from people.api import UserRequest
from schools.models import School


@guarded(Permission.COMPLIANCE_SEE)
@require_safe
def index(request: UserRequest) -> HttpResponse:
    """Each school and how far it has come this year."""
    on = timezone.localdate()
    reach = schools_where(request.user, Permission.COMPLIANCE_SEE, on)
    schools = (
        School.objects.visible_to(request.user, on=on)
        .open()
        .filter(pk__in=reach)
        .select_related("trust")
    )
    standings = statements.standings(schools, on=on)
    if len(standings) == 1:
        return redirect("register:attest", slug=standings[0].school.slug)
    context = {"standings": standings, "today": on}
    return render(request, "accounts_registry/reviews/attestations.html", context)


@guarded(Permission.COMPLIANCE_SEE, School, lookup="slug", kwarg="slug")
@form_page
def attest(request: UserRequest, school: School) -> HttpResponse:
    on = timezone.localdate()
    standing = statements.standing(school, on=on)
    part = part_of(request, standing)
    rows = statements.rows(school, on=on)
    form = None
    if part or request.method == "POST":
        form = AttestForm(
            posted(request),
            rows=rows,
            compares=part != "head",
            cancel=reverse("register:list"),
        )
    if form is not None and form.is_valid() and sign(request, school, part, form):
        return redirect("register:attest", slug=school.slug)
    context = {
        "form": form,
        "standing": standing,
        "rows": rows,
        "part": part,
        "today": on,
        "earlier": Attestation.objects.visible_to(request.user, on=on)
        .filter(school=school)
        .select_related("by")[:10],
    }
    return render(request, "accounts_registry/reviews/attest.html", {**context, "school": school})


def part_of(request: UserRequest, standing: Standing) -> str:
    """Which of the two signatures this person can give now, if any."""
    on = timezone.localdate()
    asked = {"office": Permission.REGISTER_CONFIRM, "head": Permission.REGISTER_SIGN}
    part = standing.waits_for
    if not part or not can(request.user, asked[part], standing.school, on):
        return ""
    is_same = part == "head" and standing.signed["office"].by_id == request.user.pk
    return "" if is_same else part


def sign(request: HttpRequest, school: School, part: str, form: AttestForm) -> Any:
    """The verb asks again: a page left open may be late."""
    answers: dict[str, Any] = {
        "school": school,
        "everything_right": form.is_right,
        "corrections": form.corrections(),
        "missing": form.cleaned_data["missing"],
    }
    if part == "head":
        done = kept(form, attesting.attest_register, request, **answers)
        said = "Signed. The register is complete for this year."
    else:
        done = kept(form, attesting.confirm_register, request, **answers, **form.compared())
        said = "Confirmed. The headteacher is asked to sign."
    if done:
        messages.success(request, said)
    return done
