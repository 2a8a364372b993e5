"""What one channel needs, each with the page on which it is mended: the most overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse

from accounts_registry.crew import crew_lines
from accounts_registry.crew.crew_lines import CrewLine
from accounts_registry.life import opening_checks
from accounts_registry.models import Channel
from accounts_registry.needs import due_days
from accounts_registry.record.labels import day
from accounts_registry.record.statuses import IN_USE
from schools.api import policy_settings


class Need(NamedTuple):
    """One sentence, where to mend it and what the link says; overdue since a day, or not at all.

    `who` is the name of what somebody must be allowed to do to follow the link.
    """

    text: str
    link: str = ""
    action: str = ""
    since: date | None = None
    who: str = "change"


# Everything else is mended by whoever may change the channel.
NEEDED = {
    "register:privacy_review": "review",
    "register:pupil_images": "review",
    "register:evaluate": "review",
    "register:completion": "complete",
    "register:channel_gaps": "see_gaps",
    "register:confirm_login_details": "login",
    "closed_channels:still_gone": "check_closed",
    "register:accept": "accept",
    "register:opening": "open",
    "register:official_checks": "see",
}


# How a sentence of the register's list begins, where it is mended, what the link says, and its due date.
PAGES: tuple[tuple[str, str, str, str], ...] = (
    ("not yet confirmed", "register:accept", "Accept it onto the register", ""),
    (
        "the account is not ours",
        "register:account",
        "Say which account it is now, or close the channel",
        "",
    ),
    ("the changed name", "register:account", "See it and who confirms it", ""),
    ("the permanent id", "register:account", "See it and who confirms it", ""),
    ("not official", "register:official_checks", "See the official checks", ""),
    ("opening checks", "register:opening", "Do the opening checks", ""),
    ("review overdue", "register:dates", "Set the next review", "next_review_on"),
    ("review date", "register:dates", "Set the next review", ""),
    (
        "privacy settings",
        "register:privacy_review",
        "Start review (1 minute)",
        "privacy_review_due",
    ),
    ("photos of pupils", "register:pupil_images", "Say what was done", "image_action_due"),
    ("risk", "register:risk_assessment", "Review the risk assessment", "risk_review_due"),
    ("evaluation", "register:evaluate", "Evaluate it", "evaluation_due"),
    ("what its opening left", "register:completion", "Record it", "completion_due"),
    ("missing details", "register:channel_gaps", "See what is missing", "gaps_due"),
    ("confirming that nobody posts", "register:detail", "", "freeze_due"),
    (
        "check that it has not come back",
        "closed_channels:still_gone",
        "Look for it",
        "reappearance_due",
    ),
    ("not in the privacy notice", "register:website", "Say when it was listed", ""),
    ("not linked from the website", "register:website", "Add the link, or why there is none", ""),
    ("link to the account", "register:account", "Add the link", ""),
    ("opening date", "register:details", "Add the date", ""),
    ("login details not", "register:login_details", "Say where they are kept", ""),
    ("login details never", "register:confirm_login_details", "Confirm them", ""),
    ("house rules", "register:house_rules", "Add the house rules", ""),
    ("closing", "register:dates", "Look at its dates", "planned_closing"),
    ("no master", "register:people", "Change people", ""),
    ("nobody", "register:people", "Change people", ""),
    ("administrators", "register:people", "Change people", ""),
    ("moderator", "register:people", "Change people", ""),
    ("people", "register:people", "Change people", ""),
)
# What the agenda has a day for and the register's list does not say.
SAYS = {"login": "confirming the login details", "post": "looking at the last post"}
ACTIONS = {"login": "Confirm them", "post": "Say when"}
ANYTHING_ELSE = ("register:details", "Look at its details", "")


def needs_of(
    channel: Channel, sentences: Sequence[str], lines: Sequence[CrewLine], *, on: date
) -> list[Need]:
    """The sentences of the register's list, and what only the page of a channel has room for."""
    found = [_linked(str(sentence), channel, on) for sentence in sentences]
    if channel.status in IN_USE:
        said = " ".join(need.text.casefold() for need in found)
        found += [need for key, need in _own(channel, lines, on) if not any(k in said for k in key)]
    return sorted(found, key=lambda need: (need.since is None, need.since or on))


def _linked(sentence: str, channel: Channel, on: date) -> Need:
    lower = sentence.casefold()
    page, action, due = next(
        (tuple(rest) for begins, *rest in PAGES if lower.startswith(begins)), ANYTHING_ELSE
    )
    return Need(
        sentence,
        *_link(page, action, channel),
        since=_past(channel, due, on),
        who=NEEDED.get(page, "change"),
    )


def _past(channel: Channel, column: str, on: date) -> date | None:
    due = getattr(channel, column, None) if column else None
    return due if due and due < on else None


def _link(page: str, action: str, channel: Channel) -> tuple[str, str]:
    """The address and the words; neither where that page does not exist here."""
    for arguments in ([channel.reference.lower()], []):
        try:
            return reverse(page, args=arguments), action
        except NoReverseMatch:
            continue
    return "", ""


def _own(
    channel: Channel, lines: Sequence[CrewLine], on: date
) -> Iterator[tuple[Iterable[str], Need]]:
    """(words by which the list may have said it already, the need)."""
    for item in due_days.of(channel, on=on, ahead=timedelta()):
        if item.due_on < on and item.kind.code in ACTIONS:
            says = f"{SAYS[item.kind.code]} overdue since {day(item.due_on)}"
            link = item.link, ACTIONS[item.kind.code]
            yield (SAYS[item.kind.code],), Need(says, *link, since=item.due_on, who=item.kind.code)
    if channel.planned_closing and channel.planned_closing < on:
        text = f"planned closing date passed on {day(channel.planned_closing)}"
        link = _link("register:dates", "Look at its dates", channel)
        yield ("closing date", "closing"), Need(text, *link, since=channel.planned_closing)
    for met, keys, text, page, action in _standing(channel, lines):
        if not met:
            yield keys, Need(text, *_link(page, action, channel))


def _standing(
    channel: Channel, lines: Sequence[CrewLine]
) -> tuple[tuple[bool, Iterable[str], str, str, str], ...]:
    place = {"school": channel.school} if channel.school else {"trust": channel.trust}
    rules = policy_settings.values(("risk_assessment_required", "max_admins"), **place)
    admins = crew_lines.counted(lines, ("administrator", "master"))
    waiting = sum(line.part == "moderator" and not line.confirmed for line in lines)
    return (
        (
            bool(channel.credentials_location),
            ("login",),
            "place where the login details are kept not recorded",
            "register:login_details",
            "Say where they are kept",
        ),
        (
            channel.two_factor == "on" or bool(channel.two_factor_reason),
            ("second sign-in", "two-factor"),
            "second sign-in step not recorded",
            "register:login_details",
            "Say whether it is on",
        ),
        (
            bool(channel.house_rules_url) or not opening_checks.takes_part(channel),
            ("house rules",),
            "house rules not published",
            "register:house_rules",
            "Add the house rules",
        ),
        (
            bool(channel.website_link_url or channel.no_link_reason),
            ("website",),
            "link from the website not recorded",
            "register:website",
            "Add the link, or why there is none",
        ),
        (
            channel.privacy_notice_listed_on is not None,
            ("privacy notice",),
            "not recorded in the privacy notice",
            "register:website",
            "Say when it was listed",
        ),
        (
            not rules["risk_assessment_required"]
            or channel.risk_assessments.filter(approved_on__isnull=False).exists(),
            ("risk",),
            "no approved risk assessment",
            "register:risk_assessment",
            "Write the risk assessment",
        ),
        (
            not waiting,
            ("confirmed as moderator",),
            f"{waiting} moderator{'' if waiting == 1 else 's'} to be confirmed",
            "register:people",
            "See who",
        ),
        (
            admins <= rules["max_admins"] or bool(channel.admin_limit_reason),
            ("more administrators",),
            f"more administrators than {rules['max_admins']}, and no reason given",
            "register:people",
            "Change people",
        ),
    )
