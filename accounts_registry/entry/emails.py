"""A channel that waits for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate

from accounts_registry.models import (
    Channel,
    RiskAssessment,
)
from accounts_registry.needs.codes import Need
from notifications import post
from notifications.models import Message
from people.models import User


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


def asked_to_look(
    person: User, channels: Sequence[tuple[Channel, Sequence[Need]]], *, by: User, at: datetime
) -> Message | None:
    """To somebody who runs them: what these channels need, in one message however many they are."""
    first, *others = [channel for channel, _ in channels]
    about = first.account_name if not others else f"{len(channels)} channels you run"
    link = reverse("register:detail", args=[first.reference.lower()])
    return post.tell(
        person,
        kind="channel_nudge",
        key=f"channel-nudge:{at.isoformat()}:{first.reference}",
        subject=f"A reminder about {about}",
        template="accounts_registry/emails/nudge",
        context={"channels": channels, "by": by},
        link=link if not others else reverse("register:list"),
        at=at,
        reference=first.reference if not others else "",
        why=f"you run {'this channel' if not others else 'these channels'}.",
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
            link=reverse("register:risk_assessment", args=[channel.reference.lower()]),
            at=at,
            reference=channel.reference,
            notice=f"The risk assessment of {channel.account_name} waits for you",
            needs_action=True,
        )
