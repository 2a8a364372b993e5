"""The risk assessment of a channel: seen, written heading by heading, sent and approved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access.check import can
from access.guards import guarded
from access.roles import Permission
from accounts_registry.models import Channel, RiskAssessment
from accounts_registry.record import sub_pages
from accounts_registry.record.channel_page import LOOKUP
from accounts_registry.reviews import risks
from accounts_registry.reviews.actions import risk
from accounts_registry.reviews.forms.risk import ConfirmForm, RiskAssessmentForm
from govuk.page_form import form_page, kept, posted
from people.api import UserRequest


@guarded(Permission.CHANNEL_DETAIL, Channel, lookup=LOOKUP)
@require_safe
def risk_assessment(request: UserRequest, channel: Channel) -> HttpResponse:
    """The version that is being written, waits or counts; those before it below."""
    on = timezone.localdate()
    versions = list(channel.risk_assessments.select_related("assessor", "approved_by"))
    latest = versions[0] if versions else None
    may_change = can(request.user, Permission.CHANNEL_CHANGE, channel, on)
    context = {
        "channel": channel,
        "latest": latest,
        "earlier": versions[1:],
        "scored": risks.scored(latest),
        "policies": [
            name
            for code, name in risks.POLICIES.items()
            if latest and code in latest.policy_confirmations
        ],
        "lacks": risks.lacks(channel, latest) if latest and latest.is_draft else [],
        "may_write": may_change and (latest is None or latest.is_draft),
        "may_renew": may_change and latest is not None and latest.is_approved,
        "may_approve": latest is not None
        and bool(latest.sent_at and not latest.is_approved)
        and can(request.user, Permission.CHANNEL_RISK_APPROVE, channel, on),
        "may_approve_again": latest is not None
        and latest.is_approved
        and can(request.user, Permission.CHANNEL_RISK_APPROVE, channel, on),
        "pages": sub_pages.of(channel, request.user, current="register:risk_assessment", on=on),
    }
    return render(request, "accounts_registry/risk.html", context)


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def risk_assessment_section(request: HttpRequest, channel: Channel, heading: str) -> HttpResponse:
    if heading not in risks.HEADINGS:
        raise Http404
    latest, asked = channel.risk_assessments.first(), risks.HEADINGS[heading]
    written = latest.sections.get(heading, {}) if latest else {}
    form = RiskAssessmentForm(
        posted(request),
        asks=asked.asks,
        initial={**written, "version": version_of(latest)},
        cancel=page_of(channel),
    )
    if form.is_valid() and kept(
        form,
        risk.write_risk_assessment,
        request,
        channel=channel,
        heading=heading,
        **form.cleaned_data,
    ):
        return redirect(after(channel, heading))
    return asks(request, channel, form, asked.title)


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def confirm(request: HttpRequest, channel: Channel) -> HttpResponse:
    latest = channel.risk_assessments.first()
    fields = [name for name in ConfirmForm.base_fields if name != "version"]
    first = {name: getattr(latest, name) for name in fields} if latest else {}
    form = ConfirmForm(
        posted(request),
        initial={**first, "version": version_of(latest)},
        cancel=page_of(channel),
    )
    if form.is_valid() and kept(
        form, risk.confirm_risk, request, channel=channel, **form.cleaned_data
    ):
        messages.success(request, "Saved.")
        return redirect(page_of(channel))
    return asks(request, channel, form, "Policies, guidance and data protection")


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@require_POST
def send(request: UserRequest, channel: Channel) -> HttpResponse:
    risk.send_risk(channel=channel, by=request.user, at=timezone.now())
    messages.success(request, "Sent. The headteacher has been asked to approve it.")
    return redirect(page_of(channel))


@guarded(Permission.CHANNEL_RISK_APPROVE, Channel, lookup=LOOKUP)
@require_POST
def approve(request: UserRequest, channel: Channel) -> HttpResponse:
    risk.approve_channel_risk(channel=channel, by=request.user, at=timezone.now())
    messages.success(request, "Risk assessment approved.")
    return redirect(page_of(channel))


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@require_POST
def start_new_version(request: UserRequest, channel: Channel) -> HttpResponse:
    started = risk.start_risk_version(channel=channel, by=request.user, at=timezone.now())
    messages.success(
        request,
        f"Version {started.version} has the answers of the last one. Change what is different.",
    )
    return redirect(page_of(channel))


def after(channel: Channel, heading: str) -> str:
    """The next heading that is open, else the page of all."""
    left = [
        one.code for one in risks.scored(channel.risk_assessments.first()) if not one.is_answered
    ]
    return (
        reverse("register:risk_assessment_section", args=[channel.reference.lower(), left[0]])
        if left
        else page_of(channel)
    )


def version_of(latest: RiskAssessment | None) -> int:
    return latest.version if latest else 0


def page_of(channel: Channel) -> str:
    return reverse("register:risk_assessment", args=[channel.reference.lower()])


def asks(request: HttpRequest, channel: Channel, form: Any, heading: str) -> HttpResponse:
    context = {"form": form, "channel": channel, "heading": heading, "back": page_of(channel)}
    return render(request, "accounts_registry/details.html", context)
