"""Pages of a minute: the last post, the login details, the risk assessment, the evaluation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from access.check import can, schools_where
from access.guards import guarded
from access.roles import Permission
from accounts_registry.crew import goings
from accounts_registry.entry.forms import Many
from accounts_registry.models import Channel, Evaluation
from accounts_registry.record.channel_page import LOOKUP
from accounts_registry.record.statuses import ChannelStatus
from accounts_registry.reviews import aims
from accounts_registry.reviews.actions import evaluating, upkeep
from accounts_registry.reviews.forms.upkeep import (
    ConfirmLoginDetailsForm,
    EvaluationForm,
    EvaluationViewForm,
    LastPostForm,
    LastPostRowForm,
    RiskReviewForm,
)
from accounts_registry.reviews.views.reviews import page
from govuk.page_form import form_page, kept, posted
from people.api import UserRequest
from schools.models import School

MOST = 50


@guarded(Permission.CHANNEL_REVIEW, Channel, lookup=LOOKUP)
@form_page
def last_post(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = LastPostForm(posted(request), cancel=channel.get_absolute_url())
    if form.is_valid() and kept(
        form, upkeep.record_last_post, request, channel=channel, **form.cleaned_data
    ):
        messages.success(request, "Saved. Thank you for looking.")
        return redirect(channel)
    return page(request, channel, "last_post", form=form)


@guarded(Permission.CHANNEL_REVIEW)
@form_page
def last_posts(request: UserRequest) -> HttpResponse:
    """The channels of one school, each with the date of its newest post: a minute for all."""
    on = timezone.localdate()
    allowed = schools_where(request.user, Permission.CHANNEL_REVIEW, on)
    schools = list(School.objects.visible_to(request.user, on=on).open().filter(pk__in=allowed))
    wanted = request.GET.get("school", "")
    school = next((one for one in schools if one.slug == wanted), schools[0] if schools else None)
    channels = list(
        Channel.objects.visible_to(request.user, on=on)
        .filter(school=school, status=ChannelStatus.OPEN, is_sample=False)
        .select_related("platform")
        .order_by("last_post_checked_on", "account_name", "id")[:MOST]
    )
    forms = [
        LastPostRowForm(posted(request), channel=channel, prefix=channel.reference)
        for channel in channels
    ]
    # Every line is asked, so that every error is shown at once.
    are_right = [form.is_valid() for form in forms]
    if request.method == "POST" and all(are_right) and save_rows(request, forms):
        return redirect(request.get_full_path())
    many = Many(forms)
    context = {
        "school": school,
        "schools": schools,
        "lines": list(zip(channels, forms, strict=True)),
        "many": many,
        "form": many.failed,
    }
    return render(request, "accounts_registry/reviews/last_posts.html", context)


def save_rows(request: UserRequest, forms: list[LastPostRowForm]) -> bool:
    days = {form.channel: form.day for form in forms if form.day}
    try:
        done = upkeep.record_last_posts(days=days, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        for form in forms:
            for sentence in refusal.message_dict.get(form.channel.reference, []):
                form.add_error("last_post_on", sentence)
        return False
    said = f"{len(done)} channel{'' if len(done) == 1 else 's'} looked at."
    messages.success(request, said if done else "Nothing was entered, so nothing was saved.")
    return True


@guarded(Permission.CHANNEL_VERIFY, Channel, lookup=LOOKUP)
@form_page
def confirm_login_details(request: UserRequest, channel: Channel) -> HttpResponse:
    """One press says that they are still where the register says; or they were changed today, and why."""
    if "correct" in request.POST:
        upkeep.confirm_login_details(channel=channel, by=request.user, at=timezone.now())
        messages.success(
            request, "Saved: you signed in today, and the login details are still right."
        )
        return redirect(channel)
    form = ConfirmLoginDetailsForm(posted(request), cancel=channel.get_absolute_url())
    if form.is_valid() and kept(
        form, upkeep.rotate_credentials, request, channel=channel, **form.cleaned_data
    ):
        messages.success(request, "Saved: the login details were changed today.")
        return redirect(channel)
    found = goings.of([channel], on=timezone.localdate())
    gone = {one.person.pk: one for one in found}.values()
    return page(request, channel, "login_details", form=form, gone=gone)


@guarded(Permission.CHANNEL_RISK_APPROVE, Channel, lookup=LOOKUP)
@form_page
def risk_review(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = RiskReviewForm(posted(request), cancel=channel.get_absolute_url())
    if form.is_valid() and (
        saved := kept(form, upkeep.add_risk_review, request, channel=channel, **form.cleaned_data)
    ):
        messages.success(
            request, f"Approved. It is due again on {saved.risk_review_due:%-d %B %Y}."
        )
        return redirect(channel)
    return page(request, channel, "risk_review", form=form)


@guarded(Permission.CHANNEL_REVIEW, Channel, lookup=LOOKUP)
@form_page
def evaluate(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = EvaluationForm(
        posted(request),
        measures=aims.measures(channel),
        planned=channel.hours_planned,
        cancel=channel.get_absolute_url(),
    )
    if form.is_valid() and (
        done := kept(
            form,
            evaluating.evaluate,
            request,
            channel=channel,
            results=form.results(),
            aims_met=form.cleaned_data["aims_met"],
            hours_actual=form.cleaned_data["hours_actual"],
            recommendation=form.cleaned_data["recommendation"],
        )
    ):
        asked = " The headteacher is asked for a view." if done.needs_head else ""
        messages.success(request, f"Evaluation saved.{asked}")
        return redirect("register:evaluation", ref=channel.reference.lower(), pk=done.pk)
    return page(request, channel, "evaluate", form=form, last=channel.evaluations.first())


@guarded(Permission.CHANNEL_DETAIL, Channel, lookup=LOOKUP)
@form_page
def evaluation(request: UserRequest, channel: Channel, pk: UUID) -> HttpResponse:
    """What came of it; the headteacher adds a view where one is asked for."""
    found = evaluation_of(channel, pk)
    may_view = (
        found.needs_head
        and not found.head_on
        and can(request.user, Permission.EVALUATION_VIEW, channel, timezone.localdate())
    )
    form = EvaluationViewForm(posted(request))
    if form.is_valid() and kept(
        form, evaluating.add_evaluation_view, request, evaluation=found, **form.cleaned_data
    ):
        messages.success(request, "Your view is saved.")
        return redirect("register:evaluation", ref=channel.reference.lower(), pk=pk)
    context = {"evaluation": found, "form": form if may_view or form.is_bound else None}
    return page(request, channel, "evaluation", **context)


def evaluation_of(channel: Channel, pk: UUID) -> Evaluation:
    found = channel.evaluations.select_related("by", "head", "channel").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
