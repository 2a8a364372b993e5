"""The opening checklist (requirements 4.2.3): what a planned channel still lacks, each line with where to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from accounts_registry import crew, related
from accounts_registry.crew import OPERATORS, Line
from accounts_registry.minimums import Minimums, Rulebook
from accounts_registry.models import Channel
from accounts_registry.readiness import unready_lines

TESTS = ("master_privileges_held", "editorial_oversight", "admins_limited")
LOOKS_LIKE_A_PASSWORD = re.compile(
    r"(?i)\b(?:pass(?:word|code)?|pwd|pw|pin|code)\s*(?:is|=|:)\s*\S+|^\s*(?=\S*\d)(?=\S*[^\W\d])(?=\S*[^\w\s.,'/-])\S{6,}\s*$|^\s*(?=\S*\d)(?=\S*[a-z])(?=\S*[A-Z])\S{8,}\s*$"
)
PASSWORD = "Do not enter a password. Say where it is kept, like “School safe”"
SAYS_MORE_THAN_VIEW = {"react", "comment", "post", "upload", "message"}


class Unmet(NamedTuple):
    """One line that is not met: the sentence, and the page on which it can be mended."""

    text: str
    link: str


def unmet(channel: Channel, *, on: date) -> list[Unmet]:
    """Every line of the checklist that this channel does not meet yet."""
    checks = reverse("register:opening", args=[channel.reference.lower()])
    people = reverse("register:people", args=[channel.reference.lower()])
    found = crew.lines([channel.pk], on=on)
    least = Rulebook.of([channel.trust_id]).minimums(
        trust_id=channel.trust_id, preset=channel.trust.preset, school_id=channel.school_id
    )
    return [
        *(Unmet(text, checks) for text in _unchecked(channel)),
        *(Unmet(text, people) for text in _people(channel, found, least)),
        *(Unmet(text, _page_of(whose)) for whose, text in unready_lines(_operators(found))),
    ]


def date_problem(channel: Channel, date_opened: date, *, on: date) -> str:
    """What is wrong with this opening date, as a sentence; empty when nothing is."""
    if date_opened > on:
        return "Opening date must be today or in the past"
    if channel.retrospective:
        return _first_day_problem(related.first_opened(channel), date_opened)
    if channel.approved_on and date_opened < channel.approved_on:
        approved = f"{channel.approved_on:%-d %B %Y}"
        return f"Opening date must be the same as or after the day it was approved, {approved}"
    return ""


def _first_day_problem(first: date | None, date_opened: date) -> str:
    """An account that was open before it was ours keeps the day it first opened (S23)."""
    if first is None or date_opened == first:
        return ""
    return f"Opening date must be the day the account first opened, {first:%-d %B %Y}"


def problems(channel: Channel, answers: Mapping[str, Any]) -> dict[str, str]:
    """What must never be kept, by field: a password, a mailbox of somebody else's."""
    found = {}
    if looks_like_a_password(answers.get("credentials_location") or ""):
        found["credentials_location"] = PASSWORD
    if (mailbox := answers.get("recovery_email")) and not _on_a_domain_of(channel, mailbox):
        found["recovery_email"] = _domain_sentence(channel)
    return found


def looks_like_a_password(text: str) -> bool:
    return bool(LOOKS_LIKE_A_PASSWORD.search(text))


def _on_a_domain_of(channel: Channel, mailbox: str) -> bool:
    domain = mailbox.rsplit("@", 1)[-1].casefold()
    return not channel.trust.email_domains or domain in (
        own.casefold() for own in channel.trust.email_domains
    )


def _domain_sentence(channel: Channel) -> str:
    endings = " or ".join(f"@{domain}" for domain in channel.trust.email_domains)
    return f"Enter a school email address, ending in {endings}"


def _unchecked(channel: Channel) -> Iterator[str]:
    lines: Sequence[tuple[bool, str]] = (
        (
            channel.master_privileges_held is True,
            "Confirm that the school holds the master privileges",
        ),
        (channel.editorial_oversight is True, "Confirm that the school has editorial oversight"),
        (
            channel.admins_limited is True,
            "Confirm that only staff who need administrator rights have them",
        ),
        (bool(channel.credentials_location), "Say where the login details are kept"),
        (channel.credentials_post_id is not None, "Say which post looks after the login details"),
        (bool(channel.recovery_email), "Enter the recovery email of the account"),
        (
            channel.two_factor == Channel.TwoFactor.ON
            or bool(channel.two_factor and channel.two_factor_reason),
            "Turn on the second sign-in step, or say why it is off",
        ),
        (channel.privacy_settings_checked_on is not None, "Check the privacy settings"),
        (
            bool(channel.house_rules_url) or not takes_part(channel),
            "Publish house rules and enter their link",
        ),
        (channel.profile_states_role, "State on the profile that the account is the school's"),
    )
    return (text for met, text in lines if not met)


def takes_part(channel: Channel) -> bool:
    """Whether people may do more here than look (I-A.4.1)."""
    return bool(SAYS_MORE_THAN_VIEW & set(channel.interaction))


def _people(channel: Channel, found: Sequence[Line], least: Minimums) -> Iterator[str]:
    if not any(line.part == "master" and line.person_id and line.is_employee for line in found):
        yield "Master administration must be a post that an employee holds"
    yield from _too_few(
        "administrators", crew.counted(found, ("administrator", "master")), least.administrators
    )
    if channel.moderation_required:
        yield from _too_few("moderators", crew.counted(found, ("moderator",)), least.moderators)
    yield from _too_few("people who run it", crew.counted(found, OPERATORS), least.operators)


def _operators(found: Sequence[Line]) -> list[Line]:
    return [line for line in found if line.part in OPERATORS]


def _page_of(person_id: Any) -> str:
    return reverse("people:detail", args=[person_id])


def _too_few(who: str, have: int, needed: int) -> Iterator[str]:
    if have < needed:
        yield f"At least {needed} {who} are needed. {have} {'is' if have == 1 else 'are'} ready"
