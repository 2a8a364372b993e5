"""Schools from the Department's file: upload, look, import."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from access.guards import PersonRequest
from access.roles import Permission
from govuk.page_form import posted
from schools import actions
from schools.import_form import SchoolsFileForm
from schools.models import School, SchoolImport
from schools.views.scope import may_set_up, pages, required_trust

SHOWN = 200


@may_set_up
@pages
def upload_schools(request: PersonRequest) -> HttpResponse:
    trust = required_trust(request.user, Permission.TRUST_SET_UP)
    form = SchoolsFileForm(
        posted(request), request.FILES or None, trust=trust, cancel=reverse("settings:schools")
    )
    if form.is_valid():
        try:
            kept = actions.upload_schools(
                trust=trust, by=request.user, at=timezone.now(), **form.facts()
            )
        except ValidationError as refusal:
            form.take(refusal)
        else:
            return redirect("school_imports:check", pk=kept.pk)
    return render(request, "schools/import.html", {"form": form, "trust": trust})


@may_set_up
@pages
def check_schools(request: PersonRequest, pk: Any) -> HttpResponse:
    """What would become of each school; nothing is changed before the button is pressed."""
    on = timezone.localdate()
    kept = SchoolImport.objects.visible_to(request.user, on=on).filter(pk=pk).first()
    if kept is None:
        raise Http404
    if kept.imported_at:
        messages.info(request, "This file has already been imported.")
        return redirect("settings:schools")
    if request.method == "POST":
        result = actions.import_schools(upload=kept, by=request.user, at=timezone.now())
        messages.success(
            request,
            f"Import finished: {len(result.created)} added, {len(result.updated)} updated, "
            f"{len(result.skipped)} left out.",
        )
        return redirect("settings:schools")
    return render(
        request, "schools/check_import.html", {"upload": kept, **described(request, kept)}
    )


def described(request: PersonRequest, kept: SchoolImport) -> dict[str, Any]:
    names = {row["urn"]: row["name"] for row in kept.rows}
    on = timezone.localdate()
    there = School.objects.visible_to(request.user, on=on).filter(urn__in=kept.result["updated"])
    before = {school.urn: school.name for school in there}
    return {
        "created": [(urn, names[urn]) for urn in kept.result["created"]][:SHOWN],
        "updated": [(urn, before.get(urn, ""), names[urn]) for urn in kept.result["updated"]],
        "unchanged": len(kept.result["unchanged"]),
        "skipped": [(line, names.get(urn, urn), why) for line, urn, why in kept.result["skipped"]],
        "button": button(kept.result),
    }


def button(result: dict[str, list[Any]]) -> str:
    """Add 2, update 1, leave out 1. Nothing where there is nothing to do."""
    if not result["created"] and not result["updated"]:
        return ""
    numbers = (("add", "created"), ("update", "updated"), ("leave out", "skipped"))
    text = ", ".join(f"{verb} {len(result[name])}" for verb, name in numbers if result[name])
    return text[0].upper() + text[1:]
