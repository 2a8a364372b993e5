"""The termly look at an account's settings: nothing changed, or every setting on one page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from access.check import can
from access.guards import guarded
from access.roles import Permission
from accounts_registry.crew import crew_lines
from accounts_registry.models import Channel, PlatformChange, PrivacyReview
from accounts_registry.record.channel_page import LOOKUP
from accounts_registry.reviews import privacy
from accounts_registry.reviews.actions import reviews
from accounts_registry.reviews.forms.reviews import (
    AskForm,
    PlatformChangedForm,
    PrivacyReviewForm,
    PrivacySettingsForm,
    PupilImagesForm,
)
from govuk.page_form import form_page, kept, posted
from people.api import UserRequest
from platforms.models import Platform
from schools.models import Trust


@guarded(Permission.CHANNEL_REVIEW, Channel, lookup=LOOKUP)
@form_page
def privacy_review(request: HttpRequest, channel: Channel) -> HttpResponse:
    """Page C5: "No" is one press and copies last time's answers; "Yes" leads to every setting."""
    last = channel.privacyreviews.select_related("by").first()
    if last is None or not privacy.can_copy(channel, last):
        return redirect("register:privacy_settings", ref=channel.reference.lower())
    form = PrivacyReviewForm(posted(request), since=last.done_on, cancel=channel.get_absolute_url())
    if form.is_valid():
        if form.cleaned_data["changed"] == "yes":
            return redirect("register:privacy_settings", ref=channel.reference.lower())
        if review := kept(
            form,
            reviews.confirm_privacy_review,
            request,
            channel=channel,
            pupil_images=form.cleaned_data["pupil_images"],
        ):
            return after(request, review)
    context = {"form": form, "last": last, "items": privacy.shown(last.items)}
    return page(request, channel, "privacy_review", **context)


@guarded(Permission.CHANNEL_REVIEW, Channel, lookup=LOOKUP)
@form_page
def privacy_settings(request: HttpRequest, channel: Channel) -> HttpResponse:
    last = channel.privacyreviews.first()
    form = PrivacySettingsForm(
        posted(request),
        lines=privacy.lines_for(channel),
        before={item["code"]: item for item in last.items} if last else {},
        locked=bool(last and last.devices_locked),
        cancel=channel.get_absolute_url(),
    )
    if form.is_valid() and (
        review := kept(
            form,
            reviews.record_privacy_settings,
            request,
            channel=channel,
            results=form.results(),
            notes=form.notes(),
            devices_locked=form.cleaned_data["devices_locked"],
            admin_list_checked=form.results()["access"] in ("meets", "fixed"),
            pupil_images=form.cleaned_data["pupil_images"],
        )
    ):
        return after(request, review)
    context = {"form": form, "last": last, "people": people_on(channel)}
    return page(request, channel, "privacy_settings", **context)


@guarded(Permission.CHANNEL_DETAIL, Channel, lookup=LOOKUP)
@require_safe
def privacy_review_answers(request: UserRequest, channel: Channel, pk: UUID) -> HttpResponse:
    """One check as it was answered."""
    review = review_of(channel, pk)
    waits = review.open_exceptions > 0 and review.countersigned_at is None
    may_sign = (
        waits
        and review.by_id != request.user.pk
        and can(request.user, Permission.CHANNEL_COUNTERSIGN, channel, timezone.localdate())
    )
    context = {
        "review": review,
        "items": privacy.shown(review.items),
        "waits": waits,
        "may_sign": may_sign,
        "earlier": channel.privacyreviews.exclude(pk=review.pk).select_related("by")[:10],
    }
    return page(request, channel, "privacy_answers", **context)


@guarded(Permission.CHANNEL_COUNTERSIGN, Channel, lookup=LOOKUP)
@require_POST
def countersign(request: UserRequest, channel: Channel, pk: UUID) -> HttpResponse:
    reviews.countersign(review=review_of(channel, pk), by=request.user, at=timezone.now())
    messages.success(request, "Countersigned.")
    return redirect("register:privacy_review_answers", ref=channel.reference.lower(), pk=pk)


@guarded(Permission.CHANNEL_REVIEW, Channel, lookup=LOOKUP)
@form_page
def pupil_images(request: HttpRequest, channel: Channel) -> HttpResponse:
    """What to do about photos that show a pupil close up, and by when."""
    done = "done" in request.POST
    form = PupilImagesForm(
        None if done else posted(request),
        initial={"until": channel.image_action_due},
        cancel=channel.get_absolute_url(),
    )
    until = None if done else form.is_bound and form.is_valid() and form.cleaned_data["until"]
    if (done or until) and kept(
        form, reviews.settle_pupil_images, request, channel=channel, until=until
    ):
        said = "The photos are dealt with." if done else f"We will ask again on {until:%-d %B %Y}."
        messages.success(request, said)
        return redirect(channel)
    return page(request, channel, "pupil_images", form=form)


@guarded(Permission.CHANNEL_CHANGE, Channel, lookup=LOOKUP)
@form_page
def ask_for_review(request: HttpRequest, channel: Channel) -> HttpResponse:
    form = AskForm(posted(request), cancel=channel.get_absolute_url())
    if form.is_valid() and kept(
        form, reviews.ask_for_review, request, channel=channel, **form.cleaned_data
    ):
        messages.success(request, "Those who run it are asked to check its privacy settings.")
        return redirect(channel)
    return page(request, channel, "ask_for_review", form=form)


@guarded(Permission.PLATFORM_MARK)
@form_page
def platform_changed(request: UserRequest) -> HttpResponse:
    """REM-48: the portal administrator says that a platform changed its settings."""
    on = timezone.localdate()
    trust = Trust.objects.visible_to(request.user, on=on).first()
    form = PlatformChangedForm(
        posted(request), platforms=Platform.objects.visible_to(request.user, on=on).current()
    )
    if form.is_valid() and (
        change := kept(
            form, reviews.mark_platform_changed, request, trust=trust, **form.cleaned_data
        )
    ):
        messages.success(
            request, f"Those who run channels on {change.platform} are asked to check them."
        )
        return redirect("register:platform_changed")
    marked = PlatformChange.objects.visible_to(request.user, on=on).select_related("platform", "by")
    return render(
        request,
        "accounts_registry/reviews/platform_changed.html",
        {"form": form, "marked": marked[:20]},
    )


def after(request: HttpRequest, review: PrivacyReview) -> HttpResponse:
    """Said in one sentence; a photo that shows a pupil leads to what to do about it."""
    channel = review.channel
    due = channel.privacy_review_due
    again = f" The next one is due on {due:%-d %B %Y}." if due else ""
    messages.success(request, f"Review saved.{again}")
    if review.open_exceptions:
        messages.info(request, "Somebody else will countersign what is not as it should be.")
    page_name = "detail" if review.pupil_images == PrivacyReview.Images.NO else "pupil_images"
    return redirect(f"register:{page_name}", ref=channel.reference.lower())


def review_of(channel: Channel, pk: UUID) -> PrivacyReview:
    found = (
        channel.privacyreviews.select_related("by", "countersigned_by", "channel")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


# What a part is called beside a name, where its code is not the word for it.
WORK = {"master": "master administration"}


def people_on(channel: Channel) -> list[str]:
    """Our list, to compare with the platform's: each with what they do."""
    lines = crew_lines.lines([channel.pk], on=timezone.localdate())
    return [
        f"{line.name or line.post}, {WORK.get(line.part, line.part)}"
        for line in lines
        if line.part in crew_lines.OPERATORS
    ]


def page(request: HttpRequest, channel: Channel, name: str, **context: Any) -> HttpResponse:
    return render(
        request, f"accounts_registry/reviews/{name}.html", {"channel": channel, **context}
    )
