"""Pages of policies: the list, reading, confirming, who has confirmed, and publishing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from access.check import can, schools_where, trusts_where
from access.guards import guarded
from access.roles import Permission
from govuk.page_form import posted
from people.api import UserRequest
from people.models import User
from policies import actions, due_days, policies_page, tallies
from policies.clauses import clauses_of
from policies.forms import AddPolicyForm, ConfirmForm, PublishForm
from policies.models import Policy, PolicyVersion
from schools.models import School, Trust

may_publish = guarded(Permission.POLICY_PUBLISH)
of_policy = guarded(Permission.POLICY_READ, Policy, lookup="slug", kwarg="slug")


@guarded(Permission.POLICY_READ)
@require_safe
def index(request: UserRequest) -> HttpResponse:
    on = timezone.localdate()
    rows = policies_page.rows_for(request.user, Policy.objects.visible_to(request.user, on=on), on)
    context = {
        "rows": rows,
        "first_to_confirm": next((row for row in rows if row.needs_you), None),
        "may_publish": bool(places_for(request.user)),
        "sees_confirmations": tallies.reach_of(request.user, on).is_any,
    }
    return render(request, "policies/list.html", context)


@of_policy
@require_safe
def detail(request: UserRequest, policy: Policy) -> HttpResponse:
    version = policy.versions.in_force().first()
    if version is None:
        return render(
            request,
            "policies/unpublished.html",
            {"policy": policy, "may_publish": publishes(request, policy)},
        )
    return read(request, policy, version)


@of_policy
@require_safe
def old_version(request: UserRequest, policy: Policy, number: str) -> HttpResponse:
    version = policy.versions.filter(number__iexact=number).first()
    if version is None:
        raise Http404
    return read(request, policy, version)


def read(request: UserRequest, policy: Policy, version: Any) -> HttpResponse:
    on = timezone.localdate()
    standing = policies_page.standing_of(request.user, policy, on)
    clauses = clauses_of(version.text)
    context = {
        "policy": policy,
        "version": version,
        "state": due_days.state(version, on),
        "is_overdue": due_days.is_overdue(version, on),
        "review_date": due_days.review_date(version),
        "clauses": clauses,
        "contents": [clause for clause in clauses if clause.is_heading],
        "older": policy.versions.exclude(pk=version.pk),
        "standing": standing,
        "changes": policies_page.changes_for(request.user, policy)
        if version.status == PolicyVersion.Status.PUBLISHED
        else [],
        "may_publish": publishes(request, policy),
        "sees_confirmations": tallies.reach_of(request.user, on).is_any,
    }
    return render(request, "policies/detail.html", context)


@of_policy
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: UserRequest, policy: Policy) -> HttpResponse:
    version = policy.versions.in_force().first()
    if version is None or not policy.requires_acknowledgement:
        raise Http404
    standing = policies_page.standing_of(request.user, policy, timezone.localdate())
    form = ConfirmForm(
        posted(request),
        statement=due_days.statement_of(version),
        number=version.number,
        cancel=to(policy),
    )
    if request.method == "POST" and form.is_valid():
        row = actions.confirm(version=version, by=request.user, at=timezone.now())
        day = f"{timezone.localtime(row.signed_at):%-d %B %Y}"
        messages.success(request, f"Confirmed on {day}. You will be asked again if it changes.")
        return redirect(to(policy))
    context = {"form": form, "policy": policy, "version": version, "standing": standing}
    return render(request, "policies/confirm.html", context)


@guarded(Permission.CONFIRMATIONS_SEE, Policy, lookup="slug", kwarg="slug")
@require_safe
def confirmations(request: UserRequest, policy: Policy) -> HttpResponse:
    on = timezone.localdate()
    tally = tallies.tally(policy, tallies.reach_of(request.user, on), on)
    return render(request, "policies/confirmations.html", {"policy": policy, "tally": tally})


@may_publish
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: UserRequest) -> HttpResponse:
    places = places_for(request.user)
    form = AddPolicyForm(
        posted(request),
        places=[(key, label) for key, (label, _, _) in places.items()],
        cancel=reverse("policies:list"),
    )
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        _, trust, school = places[facts.pop("place")]
        try:
            policy = actions.add_policy(
                trust=trust, school=school, by=request.user, at=timezone.now(), **facts
            )
        except ValidationError as refused:
            form.take(refused)
        else:
            return redirect("policies:publish", policy.slug)
    return render(request, "policies/add.html", {"form": form})


@guarded(Permission.POLICY_PUBLISH, Policy, lookup="slug", kwarg="slug")
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: UserRequest, policy: Policy) -> HttpResponse:
    form = PublishForm(posted(request), on=timezone.localdate(), cancel=to(policy))
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.publish_version(
                policy=policy, by=request.user, at=timezone.now(), **form.facts()
            )
        except ValidationError as refused:
            form.take(renamed(refused))
        else:
            messages.success(request, f"Version {version.number} is in force.")
            return redirect(to(policy))
    return render(request, "policies/publish.html", {"form": form, "policy": policy})


def renamed(refused: ValidationError) -> ValidationError:
    """The form asks for the review date under a shorter name."""
    problems = dict(refused.message_dict)
    if "next_review_date" in problems:
        problems["review"] = problems.pop("next_review_date")
    return ValidationError(problems)


def publishes(request: UserRequest, policy: Policy) -> bool:
    return can(request.user, Permission.POLICY_PUBLISH, policy, timezone.localdate())


def places_for(user: User) -> dict[str, tuple[str, Trust, School | None]]:
    """Where this person may publish: the whole trust, or schools."""
    on = timezone.localdate()
    found: dict[str, tuple[str, Trust, School | None]] = {}
    for trust in Trust.objects.visible_to(user, on=on).filter(
        pk__in=trusts_where(user, Permission.POLICY_PUBLISH, on)
    ):
        found[str(trust.pk)] = (f"Everybody at {trust.name}", trust, None)
    schools = School.objects.visible_to(user, on=on).filter(
        pk__in=schools_where(user, Permission.POLICY_PUBLISH, on)
    )
    for school in schools.select_related("trust"):
        found[str(school.pk)] = (f"Everybody at {school.name}", school.trust, school)
    return found


def to(policy: Policy) -> str:
    return reverse("policies:detail", args=[policy.slug])
