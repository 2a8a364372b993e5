"""The verbs of the termly look at an account's privacy settings (Q-5.5-22)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Denied, check
from access.roles import Permission
from accounts_registry.models import LIVE, Channel, PlatformChange, PrivacyReview
from accounts_registry.record import intervals
from accounts_registry.record.rows import keep_state, locked_channel
from accounts_registry.record.statuses import IN_USE
from accounts_registry.reviews import emails, privacy
from audit import trail
from audit.events import Event
from notifications import post
from people.models import User
from platforms.models import Platform
from secret_detection import detect
from workflow.moves import WrongState

ENDED = "This channel is closed, so there is nothing to check any more."
OWN = "You did this check yourself, so somebody else has to countersign it."
TRIGGERS = frozenset(PrivacyReview.Trigger.values) - {PrivacyReview.Trigger.ROUTINE.value}
# In these states the account is in use, and the next look has its day.


@transaction.atomic
def record_privacy_settings(
    *,
    channel: Channel,
    pupil_images: str,
    by: User,
    at: datetime,
    results: Mapping[str, str],
    notes: Mapping[str, str] | None = None,
    devices_locked: bool,
    admin_list_checked: bool,
) -> PrivacyReview:
    """Keep what was found for every setting, and when to look again.

    Raises ValidationError with a sentence by line (`result_comment`, `note_comment`) for what is
    missing or must never be kept.
    """
    channel = _live(channel, by, at)
    if problems := _problems(channel, results, notes or {}):
        raise ValidationError(problems)
    return _review(
        channel,
        items=privacy.items(channel, results, notes or {}),
        changed=True,
        devices_locked=devices_locked,
        admin_list_checked=admin_list_checked,
        pupil_images=pupil_images,
        by=by,
        at=at,
    )


@transaction.atomic
def confirm_privacy_review(
    *, channel: Channel, pupil_images: str, by: User, at: datetime
) -> PrivacyReview:
    """Every setting was looked at and is as it was last time: last time's answers become today's.

    Raises WrongState where there are none, or where they do not answer today's questions.
    A second press on one day by the same person gives the review that is there.
    """
    channel = _live(channel, by, at)
    last = channel.privacyreviews.first()
    if last and not last.changed and last.done_on == localdate(at) and last.by_id == by.pk:
        return last
    if last is None or not privacy.can_copy(channel, last):
        raise WrongState("Check each setting: last time's answers do not cover them all.", channel)
    return _review(
        channel,
        items=last.items,
        changed=False,
        devices_locked=last.devices_locked,
        admin_list_checked=last.admin_list_checked,
        pupil_images=pupil_images,
        by=by,
        at=at,
    )


@transaction.atomic
def countersign(*, review: PrivacyReview, by: User, at: datetime) -> PrivacyReview:
    """Somebody who did not do the check has seen what is not as it should be."""
    review = PrivacyReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    check(by, Permission.CHANNEL_COUNTERSIGN, review.channel, localdate(at))
    if review.by_id == by.pk:
        raise Denied(OWN)
    if review.countersigned_at or not review.open_exceptions:
        return review
    review.countersigned_by, review.countersigned_at = by, at
    review.save(update_fields=["countersigned_by", "countersigned_at"])
    post.settle(reference=review.channel.reference, kind=emails.TO_COUNTERSIGN, at=at)
    trail.record(
        Event.PRIVACY_COUNTERSIGNED,
        by=by,
        at=at,
        record=review.channel,
        data={"review": str(review.pk), "exceptions": review.open_exceptions},
    )
    return review


@transaction.atomic
def ask_for_review(*, channel: Channel, trigger: str, by: User, at: datetime) -> Channel:
    """A look is needed before the term is over: other people run it, or something happened to it.

    For the verbs of other apps as well; asking twice asks once.
    """
    if trigger not in TRIGGERS:
        raise ValidationError({"trigger": "Select why a check is needed"})
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_CHANGE, channel, localdate(at))
    if channel.status not in IN_USE:
        raise WrongState(ENDED, channel)
    _ask(channel, trigger, by=by, at=at)
    return channel


@transaction.atomic
def mark_platform_changed(
    *, platform: Platform, trust: Any, by: User, at: datetime, note: str = ""
) -> PlatformChange:
    """A platform changed its settings: each of the trust's channels on it is looked at (REM-48).

    Marking it twice on one day marks it once.
    """
    on = localdate(at)
    check(by, Permission.PLATFORM_MARK, trust, on)
    marked = PlatformChange.objects.filter(platform=platform, trust=trust, on=on).first()
    if marked:
        return marked
    change = PlatformChange.objects.create(
        platform=platform, trust=trust, on=on, at=at, by=by, note=note.strip()[:400]
    )
    trail.record(
        Event.PLATFORM_MARKED,
        by=by,
        at=at,
        record=change,
        data={"platform": platform.code},
    )
    concerned = Channel.objects.select_for_update(of=("self",)).filter(
        platform=platform, trust=trust, status__in=IN_USE
    )
    for channel in concerned.select_related("school", "trust"):
        _ask(channel, PrivacyReview.Trigger.PLATFORM, by=by, at=at)
    return change


@transaction.atomic
def settle_pupil_images(
    *, channel: Channel, by: User, at: datetime, until: date | None = None
) -> Channel:
    """The photos of pupils are dealt with, or will be by that day."""
    on = localdate(at)
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_REVIEW, channel, on)
    if until and until < on:
        raise ValidationError({"until": "The day it will be done must be today or in the future"})
    if channel.image_action_due == until:
        return channel
    channel.image_action_due = until
    channel.save(update_fields=["image_action_due"])
    keep_state(channel, by=by, at=at)
    data = {"until": until.isoformat() if until else ""}
    trail.record(Event.IMAGES_SETTLED, by=by, at=at, record=channel, data=data)
    return channel


def _live(channel: Channel, by: User, at: datetime) -> Channel:
    channel = locked_channel(channel)
    check(by, Permission.CHANNEL_REVIEW, channel, localdate(at))
    if channel.status not in LIVE:
        raise WrongState(ENDED, channel)
    return channel


def _problems(
    channel: Channel, results: Mapping[str, str], notes: Mapping[str, str]
) -> dict[str, str]:
    found = {}
    for line in privacy.lines_for(channel):
        note = notes.get(line.code, "").strip()
        if results.get(line.code) not in privacy.RESULTS:
            found[f"result_{line.code}"] = line.missed
        elif results[line.code] == "fails" and not note:
            found[f"note_{line.code}"] = f"Enter what is not as it should be: {line.setting}"
        if note and detect.looks_like_a_secret(note):
            found[f"note_{line.code}"] = "Do not enter a password. Say what you found instead"
    return found


def _review(
    channel: Channel, *, items: list[Any], pupil_images: str, by: User, at: datetime, **answers: Any
) -> PrivacyReview:
    """The row, what the register knows from it, and who is told."""
    if pupil_images not in PrivacyReview.Images.values:
        raise ValidationError(
            {"pupil_images": "Select whether recent posts show a pupil’s face close up"}
        )
    on = localdate(at)
    results = {item["code"]: item for item in items}
    review = PrivacyReview.objects.create(
        channel=channel,
        due_on=channel.privacy_review_due,
        trigger=channel.privacy_review_trigger or PrivacyReview.Trigger.ROUTINE,
        template_version=privacy.VERSION,
        is_strict=privacy.is_strict(channel),
        items=items,
        two_factor_checked=results["two_factor"]["result"] in ("meets", "fixed"),
        pupil_images=pupil_images,
        open_exceptions=privacy.exceptions(items),
        done_on=on,
        at=at,
        by=by,
        **answers,
    )
    _learn(channel, results, pupil_images, on)
    channel.save()
    keep_state(channel, by=by, at=at)
    trail.record(
        Event.PRIVACY_REVIEWED,
        by=by,
        at=at,
        record=channel,
        data={
            "review": str(review.pk),
            "changed": review.changed,
            "exceptions": review.open_exceptions,
        },
    )
    if review.open_exceptions:
        emails.to_countersign(review, at=at)
    return review


def _learn(channel: Channel, results: Mapping[str, Any], pupil_images: str, on: date) -> None:
    """What the check tells the register: the day, the second step, the login details, the photos."""
    channel.privacy_settings_checked_on = on
    channel.privacy_review_trigger = ""
    if channel.status in IN_USE:
        channel.privacy_review_due = intervals.next_privacy_review(channel, on)
    second = results["two_factor"]
    channel.two_factor = {
        "fails": Channel.TwoFactor.OFF,
        "not_offered": Channel.TwoFactor.NOT_OFFERED,
    }.get(second["result"], Channel.TwoFactor.ON)
    channel.two_factor_reason = second["note"][:200] or channel.two_factor_reason
    if results["login"]["result"] in ("meets", "fixed"):
        channel.credentials_verified_on = on
    if pupil_images != PrivacyReview.Images.NO:
        channel.image_action_due = channel.image_action_due or intervals.soon(channel, on)


def _ask(channel: Channel, trigger: str, *, by: User, at: datetime) -> None:
    on = localdate(at)
    due = intervals.soon(channel, on)
    if channel.privacy_review_trigger == trigger and (channel.privacy_review_due or due) <= due:
        return
    channel.privacy_review_trigger = trigger
    channel.privacy_review_due = min(channel.privacy_review_due or due, due)
    channel.save(update_fields=["privacy_review_trigger", "privacy_review_due"])
    keep_state(channel, by=by, at=at)
    trail.record(Event.REVIEW_ASKED, by=by, at=at, record=channel, data={"due": due.isoformat()})
