"""Everything one channel's own page says: who runs it, whether it is official, and how it came to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from access.check import can
from access.roles import Permission
from accounts_registry import crew, needs, opening
from accounts_registry.crew import Line
from accounts_registry.models import Channel
from accounts_registry.needs import Facts
from workflow.statuses import STATUSES, Status


@dataclass(frozen=True)
class Part:
    """Everybody with one part, as posts for all and with names for those who may know."""

    label: str
    posts: list[str]
    people: list[str]


@dataclass(frozen=True)
class Moment:
    """One thing that happened, as a sentence."""

    says: str
    on: date | None
    by: str = ""


@dataclass(frozen=True)
class Overview:
    channel: Channel
    in_detail: bool
    official: Status
    failing: list[str]
    needs: list[str] = field(default_factory=list)
    unmet: list[opening.Unmet] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    history: list[Moment] = field(default_factory=list)
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
    return Overview(
        **{
            **vars(shared),
            "needs": needs.of_facts([fact], on=on, people=crew.by_channel(lines))[channel.pk],
            "unmet": opening.unmet(channel, on=on) if channel.status == "planned" else [],
            "history": list(_history(channel)),
            "may": _may(channel, user, on),
        }
    )


def _day_of(channel: Channel, on: date) -> date:
    """A closed channel shows who ran it on its last day."""
    return min(on, channel.date_closed or on)


CAPACITIES = {
    "master": "master administrator",
    "administrator": "administrator",
    "moderator": "moderator",
    "poster": "approved poster",
    "overseer": "editorial overseer",
}
LABELS = {
    "master": "Master administration",
    "administrator": "Administrators",
    "moderator": "Moderators",
    "poster": "Approved to post",
    "overseer": "Editorial oversight",
}


def _parts(lines: list[Line], *, with_names: bool) -> list[Part]:
    shown = LABELS if with_names else ("master", "poster")
    found = []
    for code in shown:
        these = [line for line in lines if line.part == code]
        posts = list(dict.fromkeys(line.post for line in these if line.post))
        names = [_shown(line) for line in these]
        found.append(Part(LABELS[code], posts, list(dict.fromkeys(names)) if with_names else []))
    return found


def _shown(line: Line) -> str:
    """A name; the post where nobody holds it any more, as from the day after a leaver's last."""
    if line.post and not line.present:
        return f"{line.post} (nobody holds this post)"
    return line.name if line.present else f"{line.name} (left)"


def _may(channel: Channel, user: Any, on: date) -> dict[str, bool]:
    change = can(user, Permission.CHANNEL_CHANGE, channel, on)
    is_live = channel.status in needs.LIVE
    is_planned = channel.status == Channel.Status.PLANNED
    return {
        "change": change and (is_live or is_planned),
        "accept": not channel.is_accepted and can(user, Permission.CHANNEL_ACCEPT, channel, on),
        "open": is_planned and can(user, Permission.CHANNEL_OPEN, channel, on),
        "cancel": is_planned and can(user, Permission.CHANNEL_CANCEL, channel, on),
        "pause": channel.status == Channel.Status.OPEN
        and can(user, Permission.CHANNEL_PAUSE, channel, on),
        "resume": channel.status == Channel.Status.SUSPENDED
        and can(user, Permission.CHANNEL_PAUSE, channel, on),
        "start_closing": channel.status in ("open", "suspended")
        and can(user, Permission.CHANNEL_CLOSE, channel, on),
        "close": channel.status == Channel.Status.CLOSING and change,
        **_may_live(channel, user, on),
        **_may_closed(channel, user, on),
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


def _history(channel: Channel) -> Iterator[Moment]:
    """From the channel's own rows, newest first."""
    moments = [*_milestones(channel), *_comings_and_goings(channel)]
    return iter(sorted(moments, key=lambda moment: moment.on or date.min, reverse=True))


def _milestones(channel: Channel) -> Iterator[Moment]:
    if channel.approved_on:
        yield Moment(f"Approved, request {channel.approval_reference}", channel.approved_on)
    if channel.date_opened:
        early = ", before it was approved" if channel.retrospective else ""
        yield Moment(f"Opened{early}", channel.date_opened)
    if channel.accepted_at:
        who = channel.accepted_by.full_name if channel.accepted_by else ""
        yield Moment("Accepted onto the register", channel.accepted_at.date(), who)
    if channel.date_closed:
        yield Moment("Closed", channel.date_closed)


def _comings_and_goings(channel: Channel) -> Iterator[Moment]:
    for row in channel.people.select_related("person", "post"):
        who = row.person.full_name if row.person else str(row.post)
        yield Moment(f"{who} began as {CAPACITIES[row.part]}", row.start_date)
        if row.end_date:
            yield Moment(f"{who} ended as {CAPACITIES[row.part]}", row.end_date)
