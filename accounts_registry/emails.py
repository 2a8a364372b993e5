"""The messages of the register: who gets each one, and where its link leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from accounts_registry import crew
from accounts_registry.models import (
    Attestation,
    Channel,
    Closing,
    Cover,
    Evaluation,
    PrivacyReview,
    RiskAssessment,
)
from notifications import post
from notifications.models import Message
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


def holding(channel: Channel, role: str, on: date) -> list[User]:
    """Who holds this role at the channel's school, else at its trust."""
    at_school = (
        list(User.objects.holding(role, on=on, school=channel.school)) if channel.school else []
    )
    return at_school or list(User.objects.holding(role, on=on, trust=channel.trust))


def life_changed(
    channel: Channel,
    now: str,
    *,
    by: User,
    at: datetime,
    named: bool = True,
    also: Sequence[User] = (),
) -> None:
    """To everybody who runs it and the headteacher, and the office when it closes or is kept."""
    on = localdate(at)
    ids = {line.person_id for line in crew.lines([channel.pk], on=on) if line.person_id}
    people = list(User.objects.present(on).filter(pk__in=ids))
    office = holding(channel, "ADMIN", on) if now != "paused" else []
    everybody = {one.pk: one for one in (*people, *holding(channel, "HEAD", on), *office, *also)}
    everybody.pop(by.pk, None)
    for person in everybody.values():
        _about_channel(
            channel,
            person,
            kind="channel_life",
            key=f"channel-life:{channel.reference}:{channel.status}:{at.isoformat()}",
            subject=f"{channel.account_name} is {now}",
            template="life",
            context={"now": now, "by": by if named else None},
            at=at,
            needs_action=now == "paused" and person.pk in ids,
        )


def asked_to_look(
    person: User, channels: Sequence[tuple[Channel, Sequence[str]]], *, by: User, at: datetime
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


def account_ended(channel: Channel, *, by: User, at: datetime) -> None:
    """To everybody who runs it, the headteacher, the communications manager and the network manager."""
    on = localdate(at)
    also = [*holding(channel, "COMMS", on), *holding(channel, "NETMAN", on)]
    life_changed(channel, "no longer ours", by=by, at=at, also=also)


def may_go_on(channel: Channel, *, by: User, at: datetime) -> None:
    """To the headteacher and the communications manager: the safeguarding lead agrees that it may go on."""
    on = localdate(at)
    people = {one.pk: one for role in ("HEAD", "COMMS") for one in holding(channel, role, on)}
    people.pop(by.pk, None)
    for person in people.values():
        _about_channel(
            channel,
            person,
            kind="channel_may_go_on",
            key=f"channel-may-go-on:{channel.reference}:{at.isoformat()}",
            subject=f"{channel.account_name} may be opened again",
            template="may_go_on",
            context={},
            at=at,
        )


OPENED = {
    "HEAD": "",
    "DPO": "List it in the privacy notice, and record the day here.",
    "ADMIN": "Link it from the school website, or say why not, and record it here.",
    "NETMAN": "Nothing is asked of you: this is so that you know about the account.",
}


def opened(channel: Channel, *, by: User, at: datetime) -> None:
    """To the headteacher, the data protection officer, the office and the network manager (C2)."""
    on, told = localdate(at), set()
    for role, ask in OPENED.items():
        for person in holding(channel, role, on):
            if person.pk in told or (person.pk == by.pk and role not in ("DPO", "ADMIN")):
                continue
            told.add(person.pk)
            _about_channel(
                channel,
                person,
                kind="channel_opened",
                key=f"channel-opened:{channel.reference}",
                subject=f"{channel.account_name} is open",
                template="opened",
                context={"ask": ask},
                page="register:completion" if role in ("DPO", "ADMIN") else "register:detail",
                at=at,
                needs_action=role in ("DPO", "ADMIN"),
            )


def closing_taken_back(
    channel: Channel, closing: Closing | None, reason: str, *, by: User, at: datetime
) -> None:
    """To the office and whoever recorded it: the closing was a mistake."""
    on = localdate(at)
    recorder = [closing.ended_by] if closing and closing.ended_by else []
    people = {one.pk: one for one in (*holding(channel, "ADMIN", on), *recorder)}
    people.pop(by.pk, None)
    for person in people.values():
        _about_channel(
            channel,
            person,
            kind="closing_reversed",
            key=f"closing-reversed:{channel.reference}:{at.isoformat()}",
            subject=f"{channel.account_name} is not closed after all",
            template="closing_reversed",
            context={"by": by, "reason": reason},
            at=at,
        )


def moved(
    channel: Channel, before: School | None, effective_on: date, *, by: User, at: datetime
) -> None:
    """To the headteachers of both schools and the communications manager: it has another owner."""
    on = localdate(at)
    old = User.objects.holding("HEAD", on=on, school=before) if before else []
    new = User.objects.holding("HEAD", on=on, school=channel.school) if channel.school else []
    people = {one.pk: one for one in (*old, *new, *holding(channel, "COMMS", on))}
    people.pop(by.pk, None)
    for person in people.values():
        _about_channel(
            channel,
            person,
            kind="channel_moved",
            key=f"channel-moved:{channel.reference}:{at.isoformat()}",
            subject=f"{channel.account_name} belongs to {channel.school or channel.trust} now",
            template="moved",
            context={"before": before or channel.trust, "effective_on": effective_on, "by": by},
            at=at,
        )


def _about_channel(
    channel: Channel,
    person: User,
    *,
    kind: str,
    key: str,
    subject: str,
    template: str,
    context: dict[str, Any],
    at: datetime,
    page: str = "register:detail",
    needs_action: bool = False,
) -> None:
    post.tell(
        person,
        kind=kind,
        key=key,
        subject=subject,
        template=f"accounts_registry/emails/{template}",
        context={"channel": channel, **context},
        link=reverse(page, args=[channel.reference.lower()]),
        at=at,
        reference=channel.reference,
        needs_action=needs_action,
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
