"""Platforms by school: where an account is expected and missing, or there and not the school's own (page C2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from access.check import schools_where
from access.roles import Permission
from accounts_registry.api import Expectation, expectations
from accounts_registry.models import Channel
from people.models import User
from platforms.models import Platform
from schools.models import School
from watch_list.api import related_accounts
from workflow.promised import promised
from workflow.statuses import word

ASK = "ask"  # the page on which a new channel is asked for


class CellPart(NamedTuple):
    """Words of a cell, and where the work is done; nothing to do has no link."""

    words: str
    href: str = ""
    why: str = ""


class Cell(NamedTuple):
    school: School
    platform: Platform
    parts: tuple[CellPart, ...]

    @property
    def needs_work(self) -> bool:
        return any(part.href for part in self.parts)


@dataclass(frozen=True)
class GapLine:
    """A row of the table: its name, and a cell for each column."""

    name: str
    cells: list[Cell]


@dataclass(frozen=True)
class Matrix:
    """Schools down and platforms across, or the other way round."""

    columns: list[str]
    lines: list[GapLine]
    by_school: list[GapLine]
    is_swapped: bool

    @property
    def first(self) -> Cell | None:
        return next((cell for line in self.by_school for cell in line.cells), None)


def matrix(user: User, *, on: date, is_swapped: bool = False) -> Matrix:
    """Everything this person looks after, in the same few questions for any number of schools."""
    reach = schools_where(user, Permission.COMPLIANCE_SEE, on)
    schools = list(
        School.objects.visible_to(user, on=on).open().filter(pk__in=reach).select_related("trust")
    )
    expected = {
        (one.school_id, one.platform_id): one for one in expectations.expectations(schools, on=on)
    }
    channels = _channels(schools)
    found = related_accounts.counts_by_school_and_platform([school.pk for school in schools])
    used = {platform for _, platform in (*expected, *channels, *found)}
    platforms = list(Platform.objects.visible_to(user, on=on).filter(pk__in=used))
    rows = [
        [
            Cell(
                school,
                platform,
                _parts(
                    school,
                    platform,
                    channels.get((school.pk, platform.pk), ()),
                    expected.get((school.pk, platform.pk)),
                    found.get((school.pk, platform.pk), 0),
                ),
            )
            for platform in platforms
        ]
        for school in schools
    ]
    return _laid_out(schools, platforms, rows, is_swapped)


def _laid_out(
    schools: Sequence[School],
    platforms: Sequence[Platform],
    rows: list[list[Cell]],
    is_swapped: bool,
) -> Matrix:
    names, across = [school.name for school in schools], [one.name for one in platforms]
    gaps = [
        GapLine(name, [cell for cell in row if cell.needs_work])
        for name, row in zip(names, rows, strict=True)
    ]
    if is_swapped:
        names, across = across, names
        rows = [list(column) for column in zip(*rows, strict=True)]
    return Matrix(
        columns=across,
        lines=[GapLine(name, row) for name, row in zip(names, rows, strict=True)],
        by_school=[line for line in gaps if line.cells],
        is_swapped=is_swapped,
    )


def _channels(schools: Sequence[School]) -> Mapping[tuple[UUID, UUID], list[Channel]]:
    found: dict[tuple[UUID, UUID], list[Channel]] = {}
    rows = (
        Channel.objects.select_related("platform")
        .filter(school_id__in=[school.pk for school in schools], is_sample=False)
        .exclude(status=Channel.Status.CANCELLED)
    )
    for channel in rows:
        found.setdefault((promised(channel.school_id), channel.platform_id), []).append(channel)
    return found


def _parts(
    school: School,
    platform: Platform,
    channels: Sequence[Channel],
    expected: Expectation | None,
    not_official: int,
) -> tuple[CellPart, ...]:
    """What to say of one school on one platform, the most pressing first."""
    said = [*_expected(expected), *_standing(channels, expected)]
    if failing := sum(channel.official == "not_official" for channel in channels):
        said.append(CellPart(f"Not official: {failing} found", _list_of(school, platform)))
    if not_official:
        said.append(CellPart(f"Not ours: {not_official} found", _watched_at(school)))
    return tuple(said or [_ended(channels)])


def _expected(expected: Expectation | None) -> list[CellPart]:
    if expected is None or not expected.wrong:
        return []
    if expected.channel is None:
        return [CellPart("Missing (expected)", ASK, expected.says)]
    words = {"unlinked": "Not linked (expected)", "stale": "No recent post (expected)"}
    return [CellPart(words[expected.wrong], expected.channel.get_absolute_url(), expected.says)]


def _standing(channels: Sequence[Channel], expected: Expectation | None) -> list[CellPart]:
    answers = {channel.official: channel for channel in channels}
    if "official" in answers:
        is_part = expected is not None and expected.wrong == "missing"
        return [CellPart("Official for a part of the school" if is_part else "Official")]
    for code in ("not_confirmed", "not_live"):
        if code in answers:
            href = answers[code].get_absolute_url() if code == "not_confirmed" else ""
            return [CellPart(word("official", code), href)]
    return []


def _ended(channels: Sequence[Channel]) -> CellPart:
    closed = [channel.date_closed for channel in channels if channel.date_closed]
    return CellPart(f"Closed {max(closed):%Y}" if closed else "None")


def _watched_at(school: School) -> str:
    return f"{reverse('watch:list')}?{urlencode({'school': school.pk, 'status': 'current'})}"


def _list_of(school: School, platform: Platform) -> str:
    wanted = {"school": school.pk, "platform": platform.code, "needs": "official"}
    return f"{reverse('register:list')}?{urlencode(wanted)}"
