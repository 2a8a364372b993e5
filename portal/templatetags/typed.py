"""`{% typed_here %}`: gives back what somebody typed on this page, says so, and asks the script to keep more."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from incidents.api import drafts as concern_drafts
from portal.typed import pages
from portal.typed.kept_answers import give_back, keeps_typing, tells
from portal.typed.pages import Kind

register = template.Library()


@register.inclusion_tag("parts/typed.html", takes_context=True)
def typed_here(context: template.Context) -> dict[str, Any]:
    """Before the form is drawn. The form of the page is `form`."""
    request, form = context.get("request"), context.get("form")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated or not keeps_typing(form):
        return {}
    kind = pages.kind_of(request.path)
    if kind is None or (kind is Kind.REPORT and not tells(form)):
        return {}
    request.typed_form = form
    return {
        "page": request.path,
        "is_report": kind is Kind.REPORT,
        "kept_at": kept_at(request, form, kind) if request.method in ("GET", "HEAD") else None,
        "csrf_token": context.get("csrf_token"),
    }


def kept_at(request: Any, form: Any, kind: Kind) -> Any:
    """When what this page shows was kept, once it is given back; nothing where nothing was."""
    now = timezone.now()
    if kind is Kind.REPORT:
        report = concern_drafts.report_of(request.user, at=now)
        return report.saved_at if report and any(form.initial.values()) else None
    found = pages.kept(request.user, request.path, at=now)
    return found.at if found and give_back(form, found.data) else None
