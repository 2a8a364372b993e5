"""The lines of a privacy-settings review, and what an answer to each may be (3.27)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from accounts_registry.models import Channel, PrivacyReview

# Raised when a line comes or goes: last time's answers then no longer answer every question.
VERSION = 1

RESULTS = {
    "meets": "As it should be",
    "fixed": "Put right today",
    "fails": "Not as it should be",
    "not_offered": "Not offered by the platform",
}


class ChecklistLine(NamedTuple):
    """A setting: its name on the page, what it should be, and the sentence when it was missed."""

    code: str
    setting: str
    recommended: str
    missed: str


LINES: tuple[ChecklistLine, ...] = (
    ChecklistLine(
        "see", "Who can see posts", "Those the channel is for", "Select who can see posts"
    ),
    ChecklistLine("comment", "Who can comment", "As it was approved", "Select who can comment"),
    ChecklistLine(
        "message",
        "Who can message the account",
        "Nobody, or a mailbox that two people read",
        "Select who can message the account",
    ),
    ChecklistLine(
        "tag", "Who can tag the account", "Tags wait for us", "Select who can tag the account"
    ),
    ChecklistLine(
        "mention",
        "Who can mention the account",
        "Mentions are looked at",
        "Select who can mention the account",
    ),
    ChecklistLine(
        "followers",
        "How followers are let in",
        "As it was approved: known people only where pupils take part",
        "Select how followers are let in",
    ),
    ChecklistLine("location", "Location on posts", "Off", "Select whether posts show a location"),
    ChecklistLine(
        "discoverable",
        "How the account can be found",
        "By its name, not by phone number or personal email",
        "Select how the account can be found",
    ),
    ChecklistLine(
        "contact",
        "Contact details shown",
        "The school's own, never a person's",
        "Select which contact details are shown",
    ),
    ChecklistLine(
        "ads",
        "Advertising and interest data",
        "As little as the platform allows",
        "Select how advertising data is used",
    ),
    ChecklistLine(
        "personal",
        "Personal profiles linked to it",
        "None",
        "Select whether a personal profile is linked",
    ),
    ChecklistLine(
        "apps",
        "Other apps with access",
        "Only those we use",
        "Select which other apps have access",
    ),
    ChecklistLine(
        "access",
        "People with access",
        "The same people as on our list below",
        "Select who has access",
    ),
    ChecklistLine("two_factor", "Two-step sign-in", "On", "Select whether two-step sign-in is on"),
    ChecklistLine(
        "recovery",
        "Recovery email and phone",
        "A school email address and a school number",
        "Select whether the recovery email is a school address",
    ),
    ChecklistLine(
        "login",
        "Login details",
        "Still held in school, where our register says",
        "Select whether the login details are still held in school",
    ),
)
# Where pupils contribute (I-A.5.2).
STRICT: tuple[ChecklistLine, ...] = (
    ChecklistLine("members", "Member list", "Hidden", "Select whether the member list is hidden"),
    ChecklistLine("names", "Pupils' real names", "Off", "Select whether real names are off"),
    ChecklistLine("images", "Who can post images", "Only staff", "Select who can post images"),
)


def is_strict(channel: Channel) -> bool:
    """Whether pupils contribute: then more lines are asked."""
    return any("pupil" in str(line.get("group", "")) for line in channel.contributors)


def lines_for(channel: Channel) -> tuple[ChecklistLine, ...]:
    return (*LINES, *STRICT) if is_strict(channel) else LINES


def can_copy(channel: Channel, last: PrivacyReview | None) -> bool:
    """Whether last time's answers answer every question of today."""
    asked = {line.code for line in lines_for(channel)}
    return (
        last is not None
        and last.template_version == VERSION
        and asked <= {item["code"] for item in last.items}
    )


def items(channel: Channel, results: Mapping[str, str], notes: Mapping[str, str]) -> list[Any]:
    """The answers with the questions as they were asked."""
    return [
        {
            "code": line.code,
            "setting": line.setting,
            "recommended": line.recommended,
            "result": results[line.code],
            "note": notes.get(line.code, "").strip(),
        }
        for line in lines_for(channel)
    ]


def shown(found: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """The answers with the words of their results."""
    return [{**item, "word": RESULTS[item["result"]]} for item in found]


def exceptions(found: Iterable[Mapping[str, str]]) -> int:
    return sum(item["result"] == "fails" for item in found)
