"""Everything one channel's own page says: what it needs, who runs it, and all the register knows of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from access.check import can
from access.roles import Permission
from accounts_registry import crew, editing, mending, needs, official, opening, sub_pages
from accounts_registry.crew import Line
from accounts_registry.models import Channel
from accounts_registry.needs import Facts
from accounts_registry.words import CUSTODY, day, said
from workflow.statuses import STATUSES, Status


@dataclass(frozen=True)
class Part:
    """Everybody with one part, as posts for all and with names for those who may know."""

    label: str
    posts: list[str]
    people: list[str]


class Row(NamedTuple):
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
    rows: list[Row]


@dataclass(frozen=True)
class Overview:
    channel: Channel
    in_detail: bool
    official: Status
    failing: list[str]
    needs: list[mending.Need] = field(default_factory=list)
    unmet: list[opening.Unmet] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    custody: Card | None = None
    met: str = ""
    pages: list[dict[str, Any]] = field(default_factory=list)
    may: dict[str, bool] = field(default_factory=dict)


def of(channel: Channel, user: Any, *, on: date) -> Overview:
    """The page of a channel for this person: its team and managers see all, other staff Appendix 1."""
    in_detail = can(user, Permission.CHANNEL_DETAIL, channel, on)
    lines = crew.lines([channel.pk], on=_day_of(channel, on))
    answered = channel.is_accepted and channel.status not in ("planned", "cancelled", "closed")
    shared = Overview(
        channel=channel,
        in_detail=in_detail,
        official=STATUSES["official", channel.official],
        failing=needs.failed_tests(channel) if answered else [],
        parts=_parts(lines, with_names=in_detail),
    )
    if not in_detail:
        return shared
    fact = Facts(*Channel.objects.filter(pk=channel.pk).values_list(*Facts._fields).get())
    sentences = needs.of_facts([fact], on=on, people=crew.by_channel(lines))[channel.pk]
    may = _may(channel, user, on)
    return Overview(
        **{
            **vars(shared),
            "needs": [
                need if may.get(need.who, True) else need._replace(link="")
                for need in mending.needs_of(channel, sentences, lines, on=on)
            ],
            "unmet": opening.unmet(channel, on=on) if channel.status == "planned" else [],
            "cards": _cards(channel, may["change"], editing.last_change(channel, "pupil_images")),
            "custody": _custody(channel, may["change"]) if may["custody"] else None,
            "met": official.of(channel, with_custody=False).met,
            "pages": sub_pages.of(channel, user, current="register:detail", on=on),
            "may": may,
        }
    )


def _day_of(channel: Channel, on: date) -> date:
    """A closed channel shows who ran it on its last day."""
    return min(on, channel.date_closed or on)


LABELS = {
    "master": "Master administration",
    "administrator": "Administrators",
    "moderator": "Moderators",
    "poster": "Approved to post",
    "overseer": "Editorial oversight",
    "vetter": "Checks contributors",
}


def _parts(lines: list[Line], *, with_names: bool) -> list[Part]:
    shown = LABELS if with_names else ("master", "poster")
    found = []
    for code in shown:
        these = [line for line in lines if line.part == code]
        if code == "vetter" and not these:
            continue
        posts = list(dict.fromkeys(line.post for line in these if line.post))
        names = list(dict.fromkeys(map(_named, these)))
        found.append(Part(LABELS[code], posts, names if with_names else []))
    return found


def _named(line: Line) -> str:
    """With what keeps somebody from counting, where it is not a matter of reading or training."""
    if not line.person_id or (line.post and not line.present):
        return f"{line.post} (nobody holds this post)"
    if line.suspended:
        return f"{line.name} (access withdrawn)"
    return line.name if line.present else f"{line.name} (does not work here now)"


def _may(channel: Channel, user: Any, on: date) -> dict[str, bool]:
    change = can(user, Permission.CHANNEL_CHANGE, channel, on)
    is_live = channel.status in needs.LIVE
    is_planned = channel.status == Channel.Status.PLANNED
    return {
        "change": change and (is_live or is_planned),
        "review": is_live and can(user, Permission.CHANNEL_REVIEW, channel, on),
        "post": is_live and can(user, Permission.CHANNEL_REVIEW, channel, on),
        "login": is_live and can(user, Permission.CHANNEL_VERIFY, channel, on),
        "export": can(user, Permission.REGISTER_EXPORT, channel, on),
        "ask_for_review": is_live and change,
        "custody": can(user, Permission.CHANNEL_CUSTODY, channel, on),
        "accept": not channel.is_accepted and can(user, Permission.CHANNEL_ACCEPT, channel, on),
        "open": is_planned and can(user, Permission.CHANNEL_OPEN, channel, on),
        "cancel": is_planned and can(user, Permission.CHANNEL_CANCEL, channel, on),
        "pause": channel.status == Channel.Status.OPEN
        and can(user, Permission.CHANNEL_PAUSE, channel, on),
        **_may_resume(channel, user, on),
        "start_closing": channel.status in ("open", "suspended")
        and can(user, Permission.CHANNEL_CLOSE, channel, on),
        "close": channel.status == Channel.Status.CLOSING and change,
        **_may_live(channel, user, on),
        **_may_closed(channel, user, on),
    }


def _may_resume(channel: Channel, user: Any, on: date) -> dict[str, bool]:
    """Whoever may take it up again is offered that once nothing but their own word is missing."""
    may = channel.status == Channel.Status.SUSPENDED and can(
        user, Permission.CHANNEL_PAUSE, channel, on
    )
    return {
        "resume": may and not channel.paused_for_safety,
        "wait_to_resume": may and channel.paused_for_safety,
    }


def _may_live(channel: Channel, user: Any, on: date) -> dict[str, bool]:
    """What the page offers of a channel's life while it is live."""
    is_live = channel.status in needs.LIVE
    is_paused = channel.status == Channel.Status.SUSPENDED
    return {
        "pause_for_safety": channel.status == Channel.Status.OPEN
        and can(user, Permission.CHANNEL_PAUSE_FOR_SAFETY, channel, on),
        "confirm_frozen": is_paused
        and channel.freeze_due is not None
        and can(user, Permission.CHANNEL_CONFIRM_FROZEN, channel, on),
        "agree_to_resume": channel.paused_for_safety
        and channel.status in (Channel.Status.SUSPENDED, Channel.Status.CLOSING)
        and can(user, Permission.CHANNEL_PAUSE_FOR_SAFETY, channel, on),
        "complete": is_live
        and channel.completion_due is not None
        and can(user, Permission.CHANNEL_COMPLETE, channel, on),
        "see_gaps": is_live and channel.gaps_due is not None,
        "open_early": channel.status == Channel.Status.PLANNED
        and can(user, Permission.CHANNEL_OPEN_EARLY, channel, on),
        "owner": can(user, Permission.CHANNEL_MOVE, channel, on),
    }


def _may_closed(channel: Channel, user: Any, on: date) -> dict[str, bool]:
    """What the page offers once it is closed."""
    is_closed = channel.status == Channel.Status.CLOSED
    return {
        "mistake": is_closed and can(user, Permission.CHANNEL_KEEP, channel, on),
        "check_closed": is_closed and can(user, Permission.CHANNEL_CHECK_CLOSED, channel, on),
        "release_name": is_closed
        and channel.handle_parked
        and can(user, Permission.CHANNEL_RECORD_CLOSED, channel, on),
    }


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
    ("audience", "Audience", "Add who it is for"),
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


def _cards(channel: Channel, may_change: bool, images: tuple[str, date] | None) -> list[Card]:
    def card(title: str, page: str, facts: Iterable[tuple[str, str, str]]) -> Card:
        rows = _rows(channel, facts, may_change)
        return Card(title, _page(page, channel) if may_change else "", rows)

    safety = card("Safety", "register:safety", SAFETY)
    if images:
        who, when = images
        noted = [
            row._replace(note=f"Changed by {who} on {day(when)}")
            if row.key == "Photos of pupils"
            else row
            for row in safety.rows
        ]
        safety = Card(safety.title, safety.change, noted)
    return [
        card("Key facts", "register:details", FACTS),
        card("Purpose and audience", "register:purpose", PURPOSE),
        safety,
        card("Website and privacy notice", "register:website", NOTICE),
        card("Dates", "register:dates", DATES),
    ]


def _custody(channel: Channel, may_change: bool) -> Card:
    """Who may not know where a login is kept does not see this card at all (0.4)."""
    change = _page("register:login", channel) if may_change else ""
    known = {str(channel.credentials_post_id): str(channel.credentials_post or "")}
    return Card("Login details", change, _rows(channel, LOGIN, may_change, known))


def _rows(
    channel: Channel,
    facts: Iterable[tuple[str, str, str]],
    may_change: bool,
    known: Mapping[str, str] | None = None,
) -> list[Row]:
    """What is known; what is not known and matters asks for itself."""
    found = []
    for name, key, ask in facts:
        value = said(name, editing.fact(channel, name), known)
        if value or (ask and may_change):
            found.append(Row(key, _plainly(name, value), ask))
        elif ask:
            found.append(Row(key, "Not recorded"))
    return found


def _plainly(name: str, value: str) -> str:
    """On a card a text stands without the quotation marks that a sentence needs."""
    text = value[1:-1] if value.startswith("“") and value.endswith("”") else value
    keeps_its_letters = name in CUSTODY or text.startswith("http")
    return text if keeps_its_letters else text[:1].upper() + text[1:]


def _page(name: str, channel: Channel) -> str:
    return reverse(name, args=[channel.reference.lower()])
