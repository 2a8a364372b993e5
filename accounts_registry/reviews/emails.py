"""Reviews that wait for a second person."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate

from accounts_registry.models import (
    Attestation,
    Channel,
    Evaluation,
    PrivacyReview,
)
from notifications import post
from people.models import User
from schools.models import School

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
            link=reverse(
                "register:privacy_review_answers", args=[channel.reference.lower(), review.pk]
            ),
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
