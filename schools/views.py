"""Pages of settings: the trust's, and each school's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from access.check import Denied, refusal_for, schools_where, trusts_where
from access.guards import guarded
from access.roles import Permission
from govuk.contrast import is_colour, verdict
from govuk.page_form import posted
from schools import actions, policy_settings
from schools.forms import (
    BrandForm,
    NewSchoolForm,
    PresetForm,
    SchoolForm,
    TrustForm,
    dates_form,
    initial_of,
)
from schools.models import School, Trust
from schools.policy_settings import PRESETS, SECTIONS
from schools.section_form import SectionForm

SPARE_ROWS = 2
NOT_A_COLOUR = "Enter a colour like #0E6B4F"

may_change = guarded(Permission.SETTINGS_CHANGE)
may_set_up = guarded(Permission.TRUST_SET_UP)
of_school = guarded(Permission.SETTINGS_CHANGE, School, lookup="slug", kwarg="slug")
pages = require_http_methods(["GET", "HEAD", "POST"])


@may_change
@require_safe
def index(request: HttpRequest) -> HttpResponse:
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
def section(request: HttpRequest, section: str) -> HttpResponse:
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
def school_section(request: HttpRequest, school: School, section: str) -> HttpResponse:
    return answer(request, section, school.trust, school)


def answer(request: HttpRequest, section: str, trust: Trust, school: School | None) -> HttpResponse:
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


def saved(request: HttpRequest, form: SectionForm, trust: Trust, school: School | None) -> bool:
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


@may_set_up
@pages
def trust(request: HttpRequest) -> HttpResponse:
    trust = required_trust(request.user, Permission.TRUST_SET_UP)
    names = ("name", "website_url", "privacy_notice_url", "exit_page_url")
    initial = {**initial_of(trust, names), "domains": ", ".join(trust.email_domains)}
    form = TrustForm(posted(request), initial=initial, cancel=reverse("settings:index"))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_trust(trust=trust, by=request.user, at=timezone.now(), **form.facts())
        except ValidationError as refused:
            form.take(refused)
        else:
            messages.success(request, "Your trust’s details are saved.")
            return redirect("settings:index")
    return render(request, "schools/trust.html", {"form": form})


@may_set_up
@pages
def brand(request: HttpRequest) -> HttpResponse:
    trust = required_trust(request.user, Permission.TRUST_SET_UP)
    form = BrandForm(
        posted(request),
        request.FILES,
        initial={"colour": trust.colour, "logo_alt": trust.logo_alt},
        has_logo=bool(trust.logo),
        cancel=reverse("settings:index"),
    )
    colour = trust.colour
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["colour"].strip()
        colour = typed if is_colour(typed) else colour
        if "preview" in request.POST and not is_colour(typed):
            form.add_error("colour", NOT_A_COLOUR)
        elif "preview" not in request.POST and branded(request, form, trust):
            return redirect("settings:brand")
    return render(
        request, "schools/brand.html", {"form": form, "verdict": verdict(colour), "trust": trust}
    )


def branded(request: HttpRequest, form: BrandForm, trust: Trust) -> bool:
    try:
        actions.brand(trust=trust, by=request.user, at=timezone.now(), **form.cleaned_data)
    except ValidationError as refused:
        form.take(refused)
        return False
    messages.success(request, "Your logo and colour are saved. They show on every page now.")
    return True


@may_change
@require_safe
def presets(request: HttpRequest) -> HttpResponse:
    """Choose a policy, see what it would change."""
    trust = required_trust(request.user, Permission.SETTINGS_CHANGE)
    chosen = request.GET.get("preset")
    form = PresetForm(
        request.GET if chosen is not None else None,
        initial={"preset": trust.preset},
        cancel=reverse("settings:index"),
    )
    context: dict[str, Any] = {"form": form, "trust": trust}
    if form.is_bound and form.is_valid():
        context |= {"preset": chosen, "name": PRESETS[chosen], "changes": changes_of(trust, chosen)}
    return render(request, "schools/presets.html", context)


@may_change
@require_http_methods(["POST"])
def apply_preset(request: HttpRequest) -> HttpResponse:
    trust = required_trust(request.user, Permission.SETTINGS_CHANGE)
    preset = request.POST.get("preset", "")
    if preset not in PRESETS:
        return redirect("settings:presets")
    actions.apply_preset(trust=trust, preset=preset, by=request.user, at=timezone.now())
    messages.success(request, f"Your settings now follow the {PRESETS[preset]} policy.")
    return redirect("settings:index")


def changes_of(trust: Trust, preset: str) -> list[dict[str, str]]:
    return [
        {"question": row.question, "now": row.says(now), "then": row.says(then)}
        for row, now, then in policy_settings.preset_changes(trust, preset)
        if row.offered
    ]


@may_change
@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    return listed(request, list(changeable_schools(request.user)))


def listed(request: HttpRequest, mine: list[School]) -> HttpResponse:
    context = {
        "schools": mine,
        "may_add": whole_trust(request.user, Permission.TRUST_SET_UP) is not None,
    }
    return render(request, "schools/settings_schools.html", context)


@may_set_up
@pages
def add_school(request: HttpRequest) -> HttpResponse:
    trust = required_trust(request.user, Permission.TRUST_SET_UP)
    form = NewSchoolForm(posted(request), cancel=reverse("settings:schools"))
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
def details(request: HttpRequest, school: School) -> HttpResponse:
    back = reverse("settings:school", args=[school.slug])
    form = SchoolForm(
        posted(request), initial=initial_of(school, SchoolForm.base_fields), cancel=back
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_school(
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
def dates(request: HttpRequest, school: School) -> HttpResponse:
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


def whole_trust(user: Any, permission: Permission) -> Trust | None:
    """The trust for the whole of which this person holds the permission."""
    on = timezone.localdate()
    return (
        Trust.objects.visible_to(user, on=on)
        .filter(pk__in=trusts_where(user, permission, on))
        .first()
    )


def required_trust(user: Any, permission: Permission) -> Trust:
    trust = whole_trust(user, permission)
    if trust is None:
        raise Denied(refusal_for(permission))
    return trust


def changeable_schools(user: Any) -> Any:
    on = timezone.localdate()
    mine = schools_where(user, Permission.SETTINGS_CHANGE, on)
    return School.objects.visible_to(user, on=on).filter(pk__in=mine)
