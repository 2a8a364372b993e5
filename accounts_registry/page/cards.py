"""What the register knows of one channel, card by card, and what an empty one asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse

from accounts_registry.models import Channel
from accounts_registry.page import edits
from accounts_registry.record.labels import CUSTODY, day, said


class CardRow(NamedTuple):
    """A fact on a card; an empty one shows `ask` as a link to the page that fills it."""

    key: str
    value: str
    ask: str = ""
    note: str = ""

    @property
    def is_link(self) -> bool:
        return self.value.startswith(("http://", "https://"))


@dataclass(frozen=True)
class Card:
    """Facts that people think of together, and the page on which they are changed."""

    title: str
    change: str
    rows: list[CardRow]


# Which facts stand on which card, in order, with what an empty one asks for ("" where it may stay empty).
FACTS = (
    ("scope", "Speaks for", ""),
    ("department", "Department, class or club", ""),
    ("hosting", "Whose site it is on", ""),
    ("host_name", "Host", ""),
    ("permanent_id", "The platform's own number for it", ""),
    ("approval_reference", "Approved by request", ""),
    ("website_link_url", "Linked from the website", "Add the link from the website"),
    ("no_link_reason", "Why the website does not link to it", ""),
    ("logo_used", "School logo shown", ""),
    ("logo_link_back_url", "The logo leads to", ""),
)


PURPOSE = (
    ("purpose", "Purpose", "Add what it is for"),
    ("objective", "Mostly serves", ""),
    ("aims", "Aims", "Add the aims"),
    ("why_worthwhile", "Why it is worth it", ""),
    ("content", "What is posted", ""),
    ("measures", "How it is seen to work", ""),
    ("audience", "Audience", "Add who it is for"),
    ("promotion", "How people find it", ""),
    ("other_ways", "People without it", ""),
    ("contributors", "Who can add posts", ""),
    ("openness", "Open or private", ""),
    ("membership", "Who may join", ""),
    ("interaction", "What people can do", "Add what people can do on it"),
    ("pupils_under_16", "Pupils under 16", ""),
    ("min_age", "Minimum age", ""),
    ("pupil_communication_allowed", "Messages with pupils", ""),
)


SAFETY = (
    ("moderation_required", "Needs moderators", ""),
    ("moderation_reason", "Why it needs none", ""),
    ("moderation_mode", "Comments", "Add how comments are checked"),
    ("moderation_team", "Moderated by", ""),
    ("pupil_images", "Photos of pupils", ""),
    ("consent_plan", "Consent", ""),
    ("security_measures", "Kept secure by", ""),
    ("intervention_plan", "When something goes wrong", ""),
    ("profile_states_role", "The profile says whose it is", ""),
    ("parents_notice_shown", "Says how parents get answers", ""),
    ("privacy_settings_checked_on", "Privacy settings checked", "Add when they were checked"),
    ("house_rules_url", "House rules", ""),
)


NOTICE = (
    ("privacy_notice_listed_on", "In the privacy notice since", "Add when it was listed"),
    ("privacy_notice_version", "Version of the privacy notice", ""),
)


DATES = (
    ("approved_on", "Approved", ""),
    ("next_review_on", "Next review", "Add the next review"),
    ("planned_closing", "Planned closing", ""),
    ("exit_strategy", "Ending it well", ""),
    ("hours_planned", "Hours a week", ""),
    ("cover_plan", "Holidays and sickness", ""),
    ("privacy_review_due", "Next privacy review", ""),
    ("risk_review_due", "Next review of the risk assessment", ""),
    ("evaluation_due", "Next evaluation", ""),
    ("last_post_on", "Last post", "Add the day of the last post"),
    ("last_post_checked_on", "Looked for on", ""),
)


LOGIN = (
    ("credentials_location", "Kept", "Add where the login details are held"),
    ("credentials_post_id", "Looked after by", "Add the post that looks after them"),
    ("recovery_email", "Recovery email", "Add the recovery email"),
    ("two_factor", "Second sign-in step", "Add whether the second step is on"),
    ("two_factor_reason", "Why it is not on", ""),
    ("credentials_verified_on", "Checked", "Add when they were last checked"),
    ("credentials_rotated_on", "Changed", ""),
    ("rotation_reason", "Why they were changed", ""),
)


def cards_of(channel: Channel, may_change: bool, images: tuple[str, date] | None) -> list[Card]:
    def card(title: str, page: str, facts: Iterable[tuple[str, str, str]]) -> Card:
        rows = _rows(channel, facts, may_change, notes=notes)
        return Card(title, _page(page, channel) if may_change else "", rows)

    if images:
        who, when = images
        notes = {"pupil_images": f"Changed by {who} on {day(when)}"}
    else:
        notes = {}
    return [
        card("Key facts", "register:details", FACTS),
        card("Purpose and audience", "register:purpose", PURPOSE),
        card("Safety", "register:safety", SAFETY),
        card("Website and privacy notice", "register:website", NOTICE),
        card("Dates", "register:dates", DATES),
    ]


def custody_of(channel: Channel, may_change: bool) -> Card:
    """Who may not know where a login is kept does not see this card at all (0.4)."""
    change = _page("register:login_details", channel) if may_change else ""
    known = {str(channel.credentials_post_id): str(channel.credentials_post or "")}
    return Card("Login details", change, _rows(channel, LOGIN, may_change, known))


def _rows(
    channel: Channel,
    facts: Iterable[tuple[str, str, str]],
    may_change: bool,
    known: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
) -> list[CardRow]:
    """What is known; what is not known and matters asks for itself."""
    found = []
    for name, key, ask in facts:
        value = said(name, edits.fact(channel, name), known)
        if value or (ask and may_change):
            found.append(CardRow(key, _plainly(name, value), ask, (notes or {}).get(name, "")))
        elif ask:
            found.append(CardRow(key, "Not recorded", note=(notes or {}).get(name, "")))
    return found


def _plainly(name: str, value: str) -> str:
    """On a card a text stands without the quotation marks that a sentence needs."""
    text = value[1:-1] if value.startswith("“") and value.endswith("”") else value
    keeps_its_letters = name in CUSTODY or text.startswith("http")
    return text if keeps_its_letters else text[:1].upper() + text[1:]


def _page(name: str, channel: Channel) -> str:
    return reverse(name, args=[channel.reference.lower()])
