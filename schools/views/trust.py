"""What a trust is called and looks like, and the policy its settings began with."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from access.guards import PersonRequest
from access.roles import Permission
from govuk.contrast import is_colour, verdict
from govuk.page_form import posted
from schools import actions, policy_settings
from schools.forms import (
    BrandForm,
    PresetForm,
    TrustForm,
    initial_of,
)
from schools.models import Trust
from schools.policy_settings import PRESETS
from schools.views.scope import (
    may_change,
    may_set_up,
    pages,
    required_trust,
)

NOT_A_COLOUR = "Enter a colour like #0E6B4F"


@may_set_up
@pages
def trust(request: PersonRequest) -> HttpResponse:
    trust = required_trust(request.user, Permission.TRUST_SET_UP)
    names = ("name", "country", "website_url", "privacy_notice_url", "exit_page_url")
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
def brand(request: PersonRequest) -> HttpResponse:
    trust = required_trust(request.user, Permission.TRUST_SET_UP)
    form = BrandForm(
        posted(request),
        request.FILES or None,
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


def branded(request: PersonRequest, form: BrandForm, trust: Trust) -> bool:
    try:
        actions.brand(trust=trust, by=request.user, at=timezone.now(), **form.cleaned_data)
    except ValidationError as refused:
        form.take(refused)
        return False
    messages.success(request, "Your logo and colour are saved. They show on every page now.")
    return True


@may_change
@require_safe
def presets(request: PersonRequest) -> HttpResponse:
    """Choose a policy, see what it would change."""
    trust = required_trust(request.user, Permission.SETTINGS_CHANGE)
    chosen = request.GET.get("preset")
    form = PresetForm(
        request.GET if chosen is not None else None,
        initial={"preset": trust.preset},
        cancel=reverse("settings:index"),
    )
    context: dict[str, Any] = {"form": form, "trust": trust}
    if chosen is not None and form.is_valid():
        context |= {"preset": chosen, "name": PRESETS[chosen], "changes": changes_of(trust, chosen)}
    return render(request, "schools/presets.html", context)


@may_change
@require_http_methods(["POST"])
def apply_preset(request: PersonRequest) -> HttpResponse:
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
