"""What the rules about reviews of channels find: settings, photos, posts, aims, risks, and platforms that changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Max
from django.urls import reverse

from accounts_registry.api import Item
from accounts_registry.models import Channel, Evaluation, PlatformChange, PrivacyReview
from people.api import day
from reminders.cover_finders import people_in
from reminders.due import DueReminder, Words
from reminders.review_people import (
    authors_of,
    besides,
    channels_of,
    chased,
    due_of,
    holders_of,
    lines_of,
    masters_of,
    team_of,
    unique,
)
from reminders.scope import Scope

ANSWER_WITHIN = 5  # school days


def privacy_reviews(scope: Scope) -> list[DueReminder]:
    """REM-16: the termly look at settings. Those a platform asks for belong to REM-48."""
    return [
        due
        for item in due_of(scope, "privacy")
        if item.channel.privacy_review_trigger != PrivacyReview.Trigger.PLATFORM
        for due in chased(
            item,
            scope,
            f"1-minute check: {item.channel.account_name} {item.channel.platform_name}",
            f"Late check: settings of {item.channel.account_name}",
            team=team_of(item, scope),
            comms=holders_of(item.channel, "COMMS", scope),
            head=holders_of(item.channel, "HEAD", scope),
        )
    ]


def pupil_images(scope: Scope) -> list[DueReminder]:
    """REM-16A: photos that show a pupil close up, to be changed by a day."""
    return [
        due
        for item in due_of(scope, "images")
        for due in chased(
            item,
            scope,
            f"Change photos of pupils: {item.channel.account_name}",
            "",
            team=team_of(item, scope),
        )
    ]


def to_countersign(scope: Scope) -> list[DueReminder]:
    """REM-16B: settings that are not as they should be, seen by one person alone."""
    rows = PrivacyReview.objects.filter(
        open_exceptions__gt=0, countersigned_at=None, channel__in=channels_of(scope)
    )
    latest = {}
    for review in rows.select_related("channel__platform", "by").order_by("at"):
        latest[review.channel_id] = review
    return [_countersign(review, scope) for review in latest.values()]


def _countersign(review: PrivacyReview, scope: Scope) -> DueReminder:
    channel = review.channel
    people = besides(review.by_id, holders_of(channel, "COMMS", scope))
    return DueReminder(
        "accounts_registry.privacyreview",
        review.pk,
        scope.calendar(channel.school_id).add(review.done_on, ANSWER_WITHIN),
        Words(
            f"Countersign: settings of {channel.account_name}",
            f"{review.by.full_name} found {settings_of(review.open_exceptions)} not as it should be",
            reverse("register:privacy_review_answers", args=[channel.reference.lower(), review.pk]),
        ),
        {"comms": people or besides(review.by_id, holders_of(channel, "HEAD", scope))},
        school_days=scope.calendar(channel.school_id).between(review.done_on, scope.on),
        reference=channel.reference,
    )


def settings_of(number: int) -> str:
    return f"{number} setting{'' if number == 1 else 's'}"


def evaluations(scope: Scope) -> list[DueReminder]:
    """REM-21: whether a channel does what its business case said."""
    return [
        due
        for item in due_of(scope, "evaluation")
        for due in chased(
            item,
            scope,
            f"Evaluate {item.channel.account_name} against its aims",
            f"Late evaluation: {item.channel.account_name}",
            team=masters_of(item, scope),
            author=authors_of(scope).get(item.channel.pk, ()),
            late=unique(masters_of(item, scope), authors_of(scope).get(item.channel.pk, ())),
            comms=holders_of(item.channel, "COMMS", scope),
        )
    ]


def head_views(scope: Scope) -> list[DueReminder]:
    """REM-21A: a channel that does not meet its aims, or should close, waits for the headteacher's view."""
    rows = Evaluation.objects.filter(
        needs_head=True, head_on=None, channel__in=channels_of(scope)
    ).select_related("channel__platform", "by")
    return [
        DueReminder(
            "accounts_registry.evaluation",
            row.pk,
            scope.calendar(row.channel.school_id).add(row.done_on, ANSWER_WITHIN),
            Words(
                f"Add your view: is {row.channel.account_name} still worth it?",
                f"{row.by.full_name} evaluated it on {day(row.done_on)}",
                reverse("register:evaluation", args=[row.channel.reference.lower(), row.pk]),
            ),
            {"head": holders_of(row.channel, "HEAD", scope)},
            school_days=scope.calendar(row.channel.school_id).between(row.done_on, scope.on),
            reference=row.channel.reference,
        )
        for row in rows
    ]


def last_posts(scope: Scope) -> list[DueReminder]:
    """REM-22: channels without a post for too long."""
    return [
        DueReminder(
            "accounts_registry.channel",
            item.channel.pk,
            item.due_on,
            Words(
                f"Say when {item.channel.account_name} was last posted on",
                _silence(item.channel),
                item.link,
            ),
            {
                "team": people_in(lines_of(scope).get(item.channel.pk, []), "poster", "master"),
                "head": holders_of(item.channel, "HEAD", scope),
            },
            reference=item.channel.reference,
            words_for={
                "head": Words(
                    f"Keep or close {item.channel.account_name}?",
                    _silence(item.channel),
                    reverse("register:detail", args=[item.channel.reference.lower()]),
                )
            },
        )
        for item in due_of(scope, "post")
    ]


def _silence(channel: Channel) -> str:
    last = channel.last_post_on
    return f"the newest post we know of is of {day(last)}" if last else "no post is recorded"


def risk_reviews(scope: Scope) -> list[DueReminder]:
    """REM-23: risk assessments to be approved again."""
    return [
        due
        for item in due_of(scope, "risk")
        for due in chased(
            item,
            scope,
            f"Read the risk assessment of {item.channel.account_name} again",
            f"Late: risk assessment of {item.channel.account_name}",
            team=holders_of(item.channel, "HEAD", scope),
            author=authors_of(scope).get(item.channel.pk, ()),
            ceo=holders_of(item.channel, "CEO", scope),
        )
    ]


def platform_changes(scope: Scope) -> list[DueReminder]:
    """REM-48: a platform changed its settings; each channel on it is looked at once."""
    items = [
        item
        for item in due_of(scope, "privacy")
        if item.channel.privacy_review_trigger == PrivacyReview.Trigger.PLATFORM
    ]
    marked = {
        (row["trust"], row["platform"]): row["last"]
        for row in PlatformChange.objects.filter(trust__in=scope.trust_pks)
        .values("trust", "platform")
        .annotate(last=Max("on"))
    }
    return [_changed(item, marked, scope) for item in items]


def _changed(item: Item, marked: Mapping[Any, date], scope: Scope) -> DueReminder:
    channel = item.channel
    since = marked.get((channel.trust_id, channel.platform_id), scope.on)
    lines = lines_of(scope).get(channel.pk, [])
    return DueReminder(
        "accounts_registry.channel",
        channel.pk,
        item.due_on,
        Words(
            f"Check the settings of {channel.account_name}",
            f"{channel.platform_name} changed its settings, marked on {day(since)}",
            item.link,
        ),
        {
            "team": people_in(lines, "administrator") or people_in(lines, "master"),
            "comms": holders_of(channel, "COMMS", scope),
        },
        school_days=scope.calendar(channel.school_id).between(since, scope.on),
        reference=channel.reference,
    )
