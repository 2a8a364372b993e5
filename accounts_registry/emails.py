"""The messages of the register: who gets each one, and where its link leads."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate

from accounts_registry import crew
from accounts_registry.models import Attestation, Channel, Cover, Evaluation, PrivacyReview
from notifications import post
from people.models import User
from people.words import span
from schools.models import School


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


TO_COUNTERSIGN = "privacy_exceptions"
TO_VIEW = "evaluation_to_view"
TO_SIGN = "register_to_sign"
# The reminder that login details are to be changed: settled by the verb that changes them.
TO_CHANGE = "login_details_to_change"


def to_countersign(review: PrivacyReview, *, at: datetime) -> None:
    """To the communications manager: settings that are not as they should be wait for a second signature."""
    channel = review.channel
    for person in _others(channel, "COMMS", "HEAD", besides=review.by, on=localdate(at)):
        post.tell(
            person,
            kind=TO_COUNTERSIGN,
            key=f"{TO_COUNTERSIGN}:{review.pk}",
            subject=f"Countersign: settings of {channel.account_name}",
            template="accounts_registry/emails/to_countersign",
            context={"channel": channel, "review": review},
            link=reverse("register:privacy_answers", args=[channel.reference.lower(), review.pk]),
            at=at,
            reference=channel.reference,
            why="you look after the channels of this school.",
            needs_action=True,
        )


def to_view(evaluation: Evaluation, *, at: datetime) -> None:
    """To the headteacher: a channel does not meet its aims, or should close."""
    channel = evaluation.channel
    for person in _others(channel, "HEAD", besides=None, on=localdate(at)):
        post.tell(
            person,
            kind=TO_VIEW,
            key=f"{TO_VIEW}:{evaluation.pk}",
            subject=f"Your view: is {channel.account_name} still worth it?",
            template="accounts_registry/emails/to_view",
            context={"channel": channel, "evaluation": evaluation},
            link=reverse("register:evaluation", args=[channel.reference.lower(), evaluation.pk]),
            at=at,
            reference=channel.reference,
            why="you are the headteacher of this school.",
            needs_action=True,
        )


def to_sign(attestation: Attestation, *, at: datetime) -> None:
    """To the headteacher: the office has confirmed the register, the second signature is theirs."""
    school = attestation.school
    for head in User.objects.holding("HEAD", on=localdate(at), school=school):
        post.tell(
            head,
            kind=TO_SIGN,
            key=f"register-to-sign:{attestation.pk}",
            subject=f"Sign the register of {school.name} for {attestation.year}",
            template="accounts_registry/emails/to_sign",
            context={"attestation": attestation, "school": school},
            link=reverse("register:attest", args=[school.slug]),
            at=at,
            reference=register_of(school),
            why="you are the headteacher of this school.",
            needs_action=True,
        )


def register_of(school: School) -> str:
    """What messages about a school's register as a whole are filed under."""
    return f"register-{school.urn or school.pk}"[:40]


def _others(channel: Channel, *roles: str, besides: User | None, on: date) -> list[User]:
    """The holders of the first of these roles that somebody else holds, at the school or for the trust."""
    for role in roles:
        found = (
            list(User.objects.holding(role, on=on, school=channel.school)) if channel.school else []
        )
        found = found or list(User.objects.holding(role, on=on, trust=channel.trust))
        if others := [person for person in found if besides is None or person.pk != besides.pk]:
            return others
    return []
