"""The rules of a trust and of each school: the list, and a page of questions for each section."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.check import trusts_where
from access.guards import PersonRequest
from access.roles import Permission
from govuk.contrast import verdict
from govuk.page_form import posted
from schools import actions, policy_settings
from schools.models import School, Trust
from schools.policy_settings import PRESETS, SECTIONS
from schools.section_form import SectionForm
from schools.views.schools import listed
from schools.views.scope import (
    changeable_schools,
    may_change,
    of_school,
    pages,
    required_trust,
    whole_trust,
)


@may_change
@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """The trust's settings; for a headteacher, those of their school."""
    trust = whole_trust(request.user, Permission.SETTINGS_CHANGE)
    if trust is None:
        mine = list(changeable_schools(request.user))
        return (
            redirect("settings:school", mine[0].slug) if len(mine) == 1 else listed(request, mine)
        )
    context = {
        "trust": trust,
        "sections": sections_of(trust),
        "preset": PRESETS.get(trust.preset, ""),
        "verdict": verdict(trust.colour),
        "may_set_up": trust.pk
        in trusts_where(request.user, Permission.TRUST_SET_UP, timezone.localdate()),
        "schools": trust.schools.open().count(),
    }
    return render(request, "schools/settings.html", context)


@may_change
@pages
def settings_section(request: PersonRequest, section: str) -> HttpResponse:
    trust = required_trust(request.user, Permission.SETTINGS_CHANGE)
    return answer(request, section, trust, None)


@of_school
@require_safe
def school(request: HttpRequest, school: School) -> HttpResponse:
    context = {
        "school": school,
        "sections": sections_of(school.trust, school),
        "dates": school.dates.count(),
    }
    return render(request, "schools/school_settings.html", context)


@of_school
@pages
def school_section(request: PersonRequest, school: School, section: str) -> HttpResponse:
    return answer(request, section, school.trust, school)


def answer(
    request: PersonRequest, section: str, trust: Trust, school: School | None
) -> HttpResponse:
    """The questions of one section: see what they mean, or save them."""
    rows = [row for row in policy_settings.in_section(section) if row.for_schools or not school]
    if not rows:
        raise Http404
    back = reverse("settings:school", args=[school.slug]) if school else reverse("settings:index")
    form = SectionForm(posted(request), rows=rows, cancel=back, **answers_for(trust, school))
    context = {
        "form": form,
        "title": SECTIONS[section],
        "school": school,
        "trust": trust,
        "back_to": back,
    }
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            context |= meaning_of(form, trust, school)
        elif saved(request, form, trust, school):
            return redirect(back)
    return render(request, "schools/section.html", context)


def saved(request: PersonRequest, form: SectionForm, trust: Trust, school: School | None) -> bool:
    try:
        changed = actions.change_settings(
            answers=form.answers(),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
            trust=trust,
            school=school,
        )
    except ValidationError as refused:
        form.take(refused)
        return False
    now = policy_settings.values(changed, school=school, trust=trust) if changed else {}
    sentences = [policy_settings.SETTINGS[key].says(value) for key, value in now.items()]
    messages.success(
        request, " ".join(["Saved.", *sentences]) if changed else "Nothing has changed."
    )
    return True


def meaning_of(form: SectionForm, trust: Trust, school: School | None) -> dict[str, Any]:
    """What the answers typed would mean, and what they mean together with all others."""
    answers = {key: value for key, value in form.answers().items() if value is not None}
    everything = policy_settings.values(school=school, trust=trust) | answers
    return {
        "means": [row.says(everything[row.key]) for row in form.rows],
        "warnings": policy_settings.warnings(everything),
    }


def answers_for(trust: Trust, school: School | None) -> dict[str, Any]:
    now = policy_settings.values(school=school, trust=trust)
    if school is None:
        return {"now": now}
    _, own = policy_settings.answers(trust, school)
    return {"now": now, "own": own, "common": policy_settings.values(trust=trust)}


def sections_of(trust: Trust, school: School | None = None) -> list[dict[str, Any]]:
    """Each section with its answers as sentences, and for a school whose answers they are."""
    now = policy_settings.values(school=school, trust=trust)
    own = policy_settings.answers(trust, school)[1] if school else {}
    found = []
    for code, title in SECTIONS.items():
        rows = [row for row in policy_settings.in_section(code) if row.for_schools or not school]
        if rows:
            sentences = [row.says(now[row.key]) for row in rows]
            found.append(
                {
                    "code": code,
                    "title": title,
                    "says": sentences,
                    "is_own": any(r.key in own for r in rows),
                }
            )
    return found
