"""Cover: asked, answered, no longer needed."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts_registry.models import (
    Cover,
)
from notifications import post
from people.api import span
from people.models import User


def cover_asked(cover: Cover, *, at: datetime) -> None:
    """To the person asked to moderate while somebody is away; the answer is given on a page."""
    _about_cover(
        cover,
        cover.person,
        at=at,
        kind="cover_asked",
        subject=f"Can you cover {cover.channel.account_name} {span(cover.start_date, cover.end_date)}?",
        link=reverse("reminders:answer", args=[cover.pk]),
        needs_action=True,
    )


def cover_answered(cover: Cover, *, at: datetime) -> None:
    """To whoever asked and to the person who is away: yes or no."""
    away = cover.absence.person if cover.absence else None
    answer = "can" if cover.status == Cover.Status.ACCEPTED else "cannot"
    for person in dict.fromkeys(filter(None, (cover.asked_by, away))):
        if person.pk != cover.person_id and not person.is_system:
            _about_cover(
                cover,
                person,
                at=at,
                kind="cover_answered",
                subject=f"{cover.person.full_name} {answer} cover {cover.channel.account_name}",
                link=reverse("reminders:cover"),
            )


def cover_ended(cover: Cover, *, at: datetime) -> None:
    """To the person who was asked: they are no longer needed."""
    _about_cover(
        cover,
        cover.person,
        at=at,
        kind="cover_ended",
        subject=f"Cover no longer needed: {cover.channel.account_name}",
        link=reverse("reminders:cover"),
    )


def _about_cover(
    cover: Cover,
    person: User,
    *,
    kind: str,
    subject: str,
    link: str,
    at: datetime,
    needs_action: bool = False,
) -> None:
    post.tell(
        person,
        kind=kind,
        key=f"{kind}:{cover.pk}",
        subject=subject,
        template=f"accounts_registry/emails/{kind}",
        context={
            "cover": cover,
            "channel": cover.channel,
            "when": span(cover.start_date, cover.end_date),
        },
        link=link,
        at=at,
        reference=cover.channel.reference,
        why="you moderate a channel or could stand in for somebody who does.",
        needs_action=needs_action,
    )
