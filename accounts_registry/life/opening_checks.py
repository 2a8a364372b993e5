"""The opening checklist (requirements 4.2.3): what a planned channel still lacks, each line with where to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse

from access.roles import BY_CODE
from accounts_registry.crew import crew_lines
from accounts_registry.crew.crew_lines import OPERATORS, CrewLine
from accounts_registry.crew.minimums import Minimums, Rulebook
from accounts_registry.crew.readiness import unready_lines
from accounts_registry.models import Channel
from people.api import HEARS_AT_SCHOOL, missing
from schools.api import Calendar
from secret_detection import detect

TESTS = ("master_privileges_held", "editorial_oversight", "admins_limited")
SAYS_MORE_THAN_VIEW = {"react", "comment", "post", "upload", "message"}
PUPILS = {"own_pupils", "other_school_pupils"}
COMPLETE_WITHIN = 10  # school days after opening
MEND_WITHIN = 30  # school days for what an existing channel lacks


def mend_by(school_days: Calendar, on: date) -> date:
    """The last day for what an existing channel lacks, counted from the day it was added (C3)."""
    return school_days.add(on, MEND_WITHIN)


class Unmet(NamedTuple):
    """One line that is not met: the sentence, and the page on which it can be mended."""

    text: str
    link: str


def unmet(channel: Channel, *, on: date) -> list[Unmet]:
    """Every line of the checklist that this channel does not meet yet."""
    found = _of(channel, [*_approval(channel), *_unchecked(channel)], on=on)
    return [*found, *_nobody_to_tell(channel, on)]


def gaps(channel: Channel, *, on: date) -> list[Unmet]:
    """What an existing channel lacks of the same list, and of what the register asks of it (C3)."""
    details = reverse("register:details", args=[channel.reference.lower()])
    return [
        *(Unmet(text, details) for text in _unrecorded(channel)),
        *_of(channel, _unchecked(channel), on=on),
        *incomplete(channel),
    ]


def _nobody_to_tell(channel: Channel, on: date) -> Iterator[Unmet]:
    """A school opens no channel while it lacks a head, a lead or a deputy to hear what goes wrong on it."""
    if channel.school_id is None:
        return
    page = f"{reverse('people:roles')}?school={channel.school_id}"
    for role in missing(on, school=channel.school):
        if role in HEARS_AT_SCHOOL:
            yield Unmet(f"Have a {BY_CODE[role].name.lower()} appointed at {channel.school}", page)


def _unrecorded(channel: Channel) -> Iterator[str]:
    if channel.date_opened is None:
        yield "Enter the day it opened"
    if channel.next_review_on is None:
        yield "Enter its next review date"


def _of(channel: Channel, unchecked: Sequence[str] | Iterator[str], *, on: date) -> list[Unmet]:
    checks = reverse("register:opening", args=[channel.reference.lower()])
    people = reverse("register:people", args=[channel.reference.lower()])
    found = crew_lines.lines([channel.pk], on=on)
    return [
        *(Unmet(text, checks) for text in unchecked),
        *(Unmet(text, people) for text in _people(channel, found, least(channel))),
        *(Unmet(text, _page_of(whose)) for whose, text in unready_lines(_operators(found))),
    ]


def least(channel: Channel) -> Minimums:
    """How many people this channel needs."""
    return Rulebook.of([channel.trust_id]).minimums(
        trust_id=channel.trust_id, preset=channel.trust.preset, school_id=channel.school_id
    )


def incomplete(channel: Channel) -> list[Unmet]:
    """What is still to be recorded within 10 school days of opening (Q-5.2-10, Q-5.3-21)."""
    page = reverse("register:completion", args=[channel.reference.lower()])
    lines = (
        (bool(channel.url), "Enter the link to the account"),
        (
            bool(channel.website_link_url or channel.no_link_reason),
            "Link it from the school website, or say why not",
        ),
        (
            channel.privacy_notice_listed_on is not None,
            "List it in the privacy notice",
        ),
        (channel.parents_notice_shown, "Show the notice for parents on the profile"),
    )
    return [Unmet(text, page) for met, text in lines if not met]


def too_few(channel: Channel, *, on: date) -> list[str]:
    """Which people a paused channel lacks before it may be taken up again (C6)."""
    return list(_people(channel, crew_lines.lines([channel.pk], on=on), least(channel)))


def date_problem(
    channel: Channel, date_opened: date, *, on: date, first_opened: date | None
) -> str:
    """What is wrong with this opening date, as a sentence; empty when nothing is.

    `first_opened`: the true first day of an account that was open before it was ours.
    """
    if date_opened > on:
        return "Opening date must be today or in the past"
    if channel.retrospective:
        return _first_day_problem(first_opened, date_opened)
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
    found = detect.problems(answers, only=("credentials_location", "two_factor_reason"))
    youngest, least_age = answers.get("min_age"), channel.platform.minimum_age
    if youngest is not None and youngest < least_age:
        found["min_age"] = f"Youngest age must be {least_age} or over on {channel.platform.name}"
    if (mailbox := answers.get("recovery_email")) and not on_a_domain_of(channel, mailbox):
        found["recovery_email"] = domain_sentence(channel)
    return found


def on_a_domain_of(channel: Channel, mailbox: str) -> bool:
    domain = mailbox.rsplit("@", 1)[-1].casefold()
    return not channel.trust.email_domains or domain in (
        own.casefold() for own in channel.trust.email_domains
    )


def domain_sentence(channel: Channel) -> str:
    endings = " or ".join(f"@{domain}" for domain in channel.trust.email_domains)
    return f"Enter a school email address, ending in {endings}"


def _approval(channel: Channel) -> Iterator[str]:
    if channel.approved_on is None and not channel.legacy_import:
        yield "Have the channel approved"


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
            not _settings_left_open(channel),
            "Mend the privacy settings that are not as they should be",
        ),
        (
            bool(channel.house_rules_url) or not takes_part(channel),
            "Publish house rules and enter their link",
        ),
        (channel.profile_states_role, "State on the profile that the account is the school's"),
        (channel.logo_used is not None, "Say whether the account shows the school's logo"),
        (
            not channel.logo_used or channel.logo_agreed_on is not None,
            "Have the communications manager agree to the school's logo",
        ),
        (
            bool(channel.moderation_mode) or not channel.moderation_required,
            "Say how comments are checked",
        ),
        (
            channel.min_age is not None and channel.min_age >= channel.platform.minimum_age,
            f"Enter the youngest age it is for, {channel.platform.minimum_age} or over",
        ),
        (
            channel.consents_checked_on is not None or not pupils_contribute(channel),
            "Check that the consent of every pupil who contributes is on record",
        ),
    )
    return (text for met, text in lines if not met)


def _settings_left_open(channel: Channel) -> bool:
    """Whether the last review of the settings found some that are not as they should be (4.2.3)."""
    last = channel.privacyreviews.first()
    return bool(last and last.open_exceptions)


def takes_part(channel: Any) -> bool:
    """Whether people may do more here than look (I-A.4.1)."""
    return bool(SAYS_MORE_THAN_VIEW & set(channel.interaction))


def not_asked(channel: Channel) -> list[str]:
    """The questions of the checks that have no meaning for this channel."""
    asked = {
        "house_rules_url": takes_part(channel),
        "moderation_mode": channel.moderation_required,
        "consents_checked_on": pupils_contribute(channel),
    }
    return [name for name, is_asked in asked.items() if not is_asked]


def pupils_contribute(channel: Channel) -> bool:
    """Whether pupils add posts or files of their own here."""
    lines = (line if isinstance(line, dict) else {"group": line} for line in channel.contributors)
    return any(line.get("group") in PUPILS for line in lines)


def _people(channel: Channel, found: Sequence[CrewLine], least: Minimums) -> Iterator[str]:
    if not any(line.part == "master" and line.person_id and line.is_employee for line in found):
        yield "Master administration must be a post that an employee holds"
    yield from _too_few(
        "administrators",
        crew_lines.counted(found, ("administrator", "master")),
        least.administrators,
    )
    if channel.moderation_required:
        yield from _too_few(
            "moderators", crew_lines.counted(found, ("moderator",)), least.moderators
        )
    yield from _too_few("people who run it", crew_lines.counted(found, OPERATORS), least.operators)


def _operators(found: Sequence[CrewLine]) -> list[CrewLine]:
    return [line for line in found if line.part in OPERATORS]


def _page_of(person_id: UUID) -> str:
    return reverse("people:detail", args=[person_id])


def _too_few(who: str, have: int, needed: int) -> Iterator[str]:
    if have < needed:
        yield f"At least {needed} {who} are needed. {have} {'is' if have == 1 else 'are'} ready"
