"""The messages of the register: who gets each one, and where its link leads."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate

from accounts_registry import crew
from accounts_registry.models import Channel, Cover, RiskAssessment
from notifications import post
from people.models import User
from people.words import span


def added(channel: Channel, *, on: date, at: datetime) -> list[User]:
    """To the headteacher: an existing channel waits to be accepted."""
    heads = (
        list(User.objects.holding("HEAD", on=on, school=channel.school)) if channel.school else []
    )
    for head in heads:
        post.tell(
            head,
            kind="channel_added",
            key=f"channel-added:{channel.reference}",
            subject=f"A channel to accept onto the register: {channel.reference}",
            template="accounts_registry/emails/added",
            context={"channel": channel},
            link=reverse("register:accept"),
            at=at,
            reference=channel.reference,
            notice=f"{channel.account_name} on {channel.platform_name} waits for you to accept it onto the register",
            needs_action=True,
        )
    return heads


def life_changed(channel: Channel, now: str, *, by: User, at: datetime) -> None:
    """To everybody who runs it and the headteacher: it is paused, open again or closing."""
    on = localdate(at)
    ids = {line.person_id for line in crew.lines([channel.pk], on=on) if line.person_id}
    people = list(User.objects.present(on).filter(pk__in=ids))
    heads = User.objects.holding("HEAD", on=on, school=channel.school) if channel.school else []
    for person in {one.pk: one for one in (*people, *heads) if one.pk != by.pk}.values():
        post.tell(
            person,
            kind="channel_life",
            key=f"channel-life:{channel.reference}:{channel.status}:{at.isoformat()}",
            subject=f"{channel.account_name} is {now}",
            template="accounts_registry/emails/life",
            context={"channel": channel, "now": now, "by": by},
            link=reverse("register:detail", args=[channel.reference.lower()]),
            at=at,
            reference=channel.reference,
        )


def risk_to_approve(assessment: RiskAssessment, *, by: User, at: datetime) -> None:
    """To the headteacher: a risk assessment waits; to whoever stands in where the headteacher wrote it."""
    channel, on = assessment.channel, localdate(at)
    heads = (
        list(User.objects.holding("HEAD", on=on, school=channel.school)) if channel.school else []
    )
    if channel.school and assessment.assessor in heads:
        heads = list(User.objects.holding("DHT", on=on, school=channel.school))
    for person in (one for one in heads if one.pk not in (by.pk, assessment.assessor_id)):
        post.tell(
            person,
            kind="risk_to_approve",
            key=f"risk-to-approve:{channel.reference}:{assessment.version}",
            subject=f"A risk assessment to approve: {channel.reference}",
            template="accounts_registry/emails/risk_to_approve",
            context={"channel": channel, "assessment": assessment, "by": by},
            link=reverse("register:risk", args=[channel.reference.lower()]),
            at=at,
            reference=channel.reference,
            notice=f"The risk assessment of {channel.account_name} waits for you",
            needs_action=True,
        )


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
    answer = "can" if cover.status == "accepted" else "cannot"
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
