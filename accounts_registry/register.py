"""Appendix 1 as at any day: the rows that every format prints (Q-App1-1 to Q-App1-7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from accounts_registry.models import Channel, ChannelPerson
from people.models import Category, Holding

REMARKS = {
    "not_confirmed": "not yet confirmed by the headteacher",
    "not_official": "does not meet the 3 tests of an official account",
}


@dataclass(frozen=True)
class RegisterRow:
    """One channel as the register shows it: posts, never names."""

    school: str
    platform: str
    account_name: str
    master: str
    posters: tuple[str, ...]
    opened: date | None
    closed: date | None
    paused: bool
    official: str
    reference: str
    url: str

    @property
    def approved_users(self) -> str:
        return ", ".join(self.posters)

    @property
    def remark(self) -> str:
        """What stands under the name where the word official would say too much."""
        return REMARKS.get(self.official, "")

    @property
    def shown_opened(self) -> str:
        return short(self.opened) if self.opened else "Not recorded"

    @property
    def shown_closed(self) -> str:
        return short(self.closed) if self.closed else "Open"

    def as_data(self) -> dict[str, Any]:
        return {**asdict(self), "posters": list(self.posters)}


@dataclass(frozen=True)
class Section:
    """The rows of one school, or of the trust itself."""

    name: str
    rows: tuple[RegisterRow, ...]


def rows(
    *,
    trust: Any,
    school_ids: Iterable[UUID] | None = None,
    as_at: date,
    include_closed: bool = True,
) -> list[RegisterRow]:
    """The register of a trust, or of some of its schools, as it stood at the end of that day."""
    channels = list(_channels(trust, school_ids, as_at, include_closed))
    posts = _posts_by_part(channels, as_at)
    found = [_row(channel, posts, as_at) for channel in channels]
    return sorted(
        found,
        key=lambda row: (
            row.school.casefold(),
            row.platform.casefold(),
            row.account_name.casefold(),
        ),
    )


def sections(found: Sequence[RegisterRow], names: Iterable[str]) -> list[Section]:
    """The rows school by school; a school named here without a row has an empty section."""
    by_school = {name: tuple(group) for name, group in groupby(found, key=lambda row: row.school)}
    return [
        Section(name, by_school.get(name, ()))
        for name in sorted({*names, *by_school}, key=str.casefold)
    ]


def _channels(
    trust: Any, school_ids: Iterable[UUID] | None, as_at: date, include_closed: bool
) -> Any:
    known = Channel.objects.on_register().filter(
        Q(date_opened=None) | Q(date_opened__lte=as_at), trust=trust
    )
    if school_ids is not None:
        known = known.filter(school_id__in=list(school_ids))
    if not include_closed:
        known = known.filter(Q(date_closed=None) | Q(date_closed__gt=as_at))
    return known.select_related("platform", "school", "trust")


def _row(channel: Channel, posts: dict[tuple[UUID, str], list[str]], as_at: date) -> RegisterRow:
    closed = channel.date_closed if channel.date_closed and channel.date_closed <= as_at else None
    return RegisterRow(
        school=str(channel.school or channel.trust),
        platform=channel.platform_name,
        account_name=channel.account_name,
        master=", ".join(posts.get((channel.pk, "master"), ())),
        posters=tuple(posts.get((channel.pk, "poster"), ())),
        opened=channel.date_opened,
        closed=closed,
        paused=channel.status == "suspended" and closed is None,
        official=_official(channel, closed, as_at),
        reference=channel.reference,
        url=channel.url,
    )


def _official(channel: Channel, closed: date | None, as_at: date) -> str:
    """The computed answer on that day: closed, official, not_confirmed or not_official."""
    if closed:
        return "closed"
    accepted = not channel.legacy_import or (
        channel.accepted_at is not None and localdate(channel.accepted_at) <= as_at
    )
    if not accepted:
        return "not_confirmed"
    return "official" if channel.passes_tests else "not_official"


def _posts_by_part(channels: Sequence[Channel], as_at: date) -> dict[tuple[UUID, str], list[str]]:
    """The posts with each part, on that day or on the last day of a channel that had closed by then."""
    days = {channel.pk: min(as_at, channel.date_closed or as_at) for channel in channels}
    parts = (
        ChannelPerson.objects.filter(
            channel__in=days, part__in=("master", "poster"), start_date__lte=as_at
        )
        .select_related("post", "person")
        .order_by("order", "start_date")
    )
    current = [
        part
        for part in parts
        if part.start_date <= days[part.channel_id] <= (part.end_date or date.max)
    ]
    titles = _titles({part.person_id for part in current if part.post is None}, as_at)
    found: dict[tuple[UUID, str], list[str]] = {}
    for part in current:
        title = (
            part.post.title
            if part.post
            else titles.get(part.person_id) or Category(part.person.category).label
        )
        there = found.setdefault((part.channel_id, part.part), [])
        if title not in there:
            there.append(title)
    return found


def _titles(people: set[UUID], on: date) -> dict[UUID, str]:
    """The post of somebody who was named without one."""
    held = (
        Holding.objects.on(on)
        .filter(person__in=people)
        .order_by("-start_date")
        .select_related("post")
    )
    return {holding.person_id: holding.post.title for holding in held}


def short(day: date) -> str:
    """16 May 2018."""
    return f"{day:%-d %b %Y}"
