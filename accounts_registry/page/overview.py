"""Everything one channel's own page says: what it needs, who runs it, and all the register knows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from access.check import can
from access.roles import Permission
from accounts_registry.accounts import losses
from accounts_registry.crew import crew_lines
from accounts_registry.crew.crew_lines import CrewLine
from accounts_registry.entry.objections import accepting
from accounts_registry.life import opening_checks
from accounts_registry.models import Channel
from accounts_registry.needs import channel_facts, links, reckoning
from accounts_registry.page import edits
from accounts_registry.page.cards import Card, cards_of, custody_of
from accounts_registry.proposals import waiting_change
from accounts_registry.record import sub_pages
from accounts_registry.record.statuses import GOES_ON, IN_USE, ChannelStatus
from accounts_registry.reviews import official
from people.models import User
from workflow.statuses import STATUSES, Status


@dataclass(frozen=True)
class OverviewPart:
    """Everybody with one part, as posts for all and with names for those who may know."""

    label: str
    posts: list[str]
    people: list[str]


@dataclass(frozen=True)
class Overview:
    channel: Channel
    in_detail: bool
    official: Status
    failing: list[str]
    needs: list[links.LinkedNeed] = field(default_factory=list)
    unmet: list[opening_checks.Unmet] = field(default_factory=list)
    parts: list[OverviewPart] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    custody: Card | None = None
    met: str = ""
    pages: list[dict[str, Any]] = field(default_factory=list)
    may: dict[str, bool] = field(default_factory=dict)
    proposal: waiting_change.Proposal | None = None
    lost_since: date | None = None


def of(channel: Channel, user: User, *, on: date) -> Overview:
    """The page of a channel for this person: its team and managers see all, other staff Appendix 1."""
    in_detail = can(user, Permission.CHANNEL_DETAIL, channel, on)
    lines = crew_lines.lines([channel.pk], on=_day_of(channel, on))
    answered = channel.is_accepted and channel.status in IN_USE
    lost = losses.since([channel], on=on).get(channel.pk) if answered else None
    shared = Overview(
        channel=channel,
        in_detail=in_detail,
        official=STATUSES["official", "not_ours" if lost else channel.official],
        lost_since=lost,
        failing=reckoning.failed_tests(channel) if answered else [],
        parts=_parts(lines, with_names=in_detail),
    )
    if not in_detail:
        return shared
    facts = channel_facts.of(Channel.objects.filter(pk=channel.pk))
    needs = reckoning.of_facts(facts, on=on, people=crew_lines.by_channel(lines))[channel.pk]
    may = _may(channel, user, on)
    return Overview(
        **{
            **vars(shared),
            "needs": links.linked(channel, needs, _to_mend(may)),
            "unmet": opening_checks.unmet(channel, on=on)
            if channel.status == ChannelStatus.PLANNED
            else [],
            "cards": cards_of(channel, may["change"], edits.last_change(channel, "pupil_images")),
            "custody": custody_of(channel, may["change"]) if may["custody"] else None,
            "met": official.of(channel, with_custody=False).met,
            "pages": sub_pages.of(channel, user, current="register:detail", on=on),
            "may": may,
            "proposal": waiting_change.of(channel, user, on=on),
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


def _parts(lines: list[CrewLine], *, with_names: bool) -> list[OverviewPart]:
    shown = LABELS if with_names else ("master", "poster")
    found = []
    for code in shown:
        these = [line for line in lines if line.part == code]
        if code == "vetter" and not these:
            continue
        posts = list(dict.fromkeys(line.post for line in these if line.post))
        names = list(dict.fromkeys(map(_named, these)))
        found.append(OverviewPart(LABELS[code], posts, names if with_names else []))
    return found


def _named(line: CrewLine) -> str:
    """With what keeps somebody from counting, where it is not a matter of reading or training."""
    if not line.person_id or (line.post and not line.present):
        return f"{line.post} (nobody holds this post)"
    if line.suspended:
        return f"{line.name} (access withdrawn)"
    return line.name if line.present else f"{line.name} (does not work here now)"


def _to_mend(may: Mapping[str, bool]) -> dict[Permission, bool]:
    """What the page has asked already, by the permissions of the table of needs."""
    return {
        Permission.CHANNEL_DETAIL: True,
        Permission.CHANNEL_CHANGE: may["change"],
        Permission.CHANNEL_REVIEW: may["review"],
        Permission.CHANNEL_VERIFY: may["login"],
        Permission.CHANNEL_OPEN: may["open"],
        Permission.CHANNEL_ACCEPT: may["accept"],
        Permission.CHANNEL_COMPLETE: may["complete"],
        Permission.CHANNEL_CHECK_CLOSED: may["check_closed"],
    }


def _may(channel: Channel, user: User, on: date) -> dict[str, bool]:
    change = can(user, Permission.CHANNEL_CHANGE, channel, on)
    is_live = channel.status in IN_USE
    is_planned = channel.status == Channel.Status.PLANNED
    return {
        "change": change and (is_live or is_planned),
        "review": is_live and can(user, Permission.CHANNEL_REVIEW, channel, on),
        "post": is_live and can(user, Permission.CHANNEL_REVIEW, channel, on),
        "login": is_live and can(user, Permission.CHANNEL_VERIFY, channel, on),
        "export": can(user, Permission.REGISTER_EXPORT, channel, on),
        "ask_for_review": is_live and change,
        "custody": can(user, Permission.CHANNEL_CUSTODY, channel, on),
        "accept": not channel.is_accepted and can(user, accepting(channel), channel, on),
        "open": is_planned and can(user, Permission.CHANNEL_OPEN, channel, on),
        "cancel": is_planned and can(user, Permission.CHANNEL_CANCEL, channel, on),
        "pause": channel.status == Channel.Status.OPEN
        and can(user, Permission.CHANNEL_PAUSE, channel, on),
        **_may_resume(channel, user, on),
        "start_closing": channel.status in GOES_ON
        and can(user, Permission.CHANNEL_CLOSE, channel, on),
        "close": channel.status == Channel.Status.CLOSING and change,
        **_may_live(channel, user, on),
        **_may_closed(channel, user, on),
    }


def _may_resume(channel: Channel, user: User, on: date) -> dict[str, bool]:
    """Whoever may take it up again is offered that once nothing but their own word is missing."""
    may = channel.status == Channel.Status.SUSPENDED and can(
        user, Permission.CHANNEL_PAUSE, channel, on
    )
    return {
        "resume": may and not channel.paused_for_safety,
        "wait_to_resume": may and channel.paused_for_safety,
    }


def _may_live(channel: Channel, user: User, on: date) -> dict[str, bool]:
    """What the page offers of a channel's life while it is live."""
    is_live = channel.status in IN_USE
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


def _may_closed(channel: Channel, user: User, on: date) -> dict[str, bool]:
    """What the page offers once it is closed."""
    is_closed = channel.status == Channel.Status.CLOSED
    return {
        "mistake": is_closed and can(user, Permission.CHANNEL_KEEP, channel, on),
        "check_closed": is_closed and can(user, Permission.CHANNEL_CHECK_CLOSED, channel, on),
        "release_name": is_closed
        and channel.handle_parked
        and can(user, Permission.CHANNEL_RECORD_CLOSED, channel, on),
    }
