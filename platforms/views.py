"""Settings: the platforms, how their links look and how old one must be there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.guards import PersonRequest, guarded
from access.roles import Permission
from govuk.page_form import form_page, kept, posted
from platforms import actions as platforms
from platforms import ages
from platforms.forms import PlatformForm
from platforms.models import Platform


@guarded(Permission.PLATFORM_CHANGE)
@require_safe
def index(request: PersonRequest) -> HttpResponse:
    on = timezone.localdate()
    everything = Platform.objects.visible_to(request.user, on=on)
    rows = ages.rows(everything, on)
    context = {
        "rows": rows,
        "old": sum(row.is_old for row in rows),
        "are_shared": ages.are_shared(),
    }
    return render(request, "platforms/list.html", context)


@guarded(Permission.PLATFORM_CHANGE)
@form_page
def change_platform(request: PersonRequest, code: str) -> HttpResponse:
    platform = found(request, code)
    form = PlatformForm(
        posted(request),
        initial=PlatformForm.initial_from(platform),
        cancel=reverse("platforms:list"),
    )
    if form.is_valid():
        changed = kept(
            form, platforms.change_platform, request, platform=platform, **form.cleaned_data
        )
        if changed is not None:
            says = f"{platform.name} is saved." if changed else "Nothing has changed."
            messages.success(request, says)
            return redirect("platforms:list")
    context: dict[str, Any] = {"form": form, "platform": platform, "are_shared": ages.are_shared()}
    context["age_checked"] = ages.checked(platform.age_checked_on, timezone.localdate())
    return render(request, "platforms/change.html", context)


def found(request: PersonRequest, code: str) -> Platform:
    row = Platform.objects.visible_to(request.user, on=timezone.localdate()).filter(code=code)
    platform = row.first()
    if platform is None:
        raise Http404
    return platform
