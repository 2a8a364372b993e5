"""Platforms that every school is expected to be on (2.3): who has them, linked and posted on in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from accounts_registry.models import Channel
from accounts_registry.record.statuses import IN_USE
from platforms.models import Platform
from schools.api import policy_settings
from workflow.promised import promised

KEY = "required_platforms"


class Expectation(NamedTuple):
    """One school and one platform it should be on, and what is wrong: missing, unlinked, stale or nothing."""

    school_id: UUID
    platform_id: UUID
    platform: str
    days: int
    wrong: str
    says: str
    since: date | None = None
    channel: Channel | None = None


def expectations(schools: Iterable[Any], *, on: date) -> list[Expectation]:
    """What is expected of each of these schools and how it stands, in three questions; their trusts must be loaded."""
    schools = list(schools)
    settings = policy_settings.by_school([KEY], schools)
    wanted = [(school.pk, row) for school in schools for row in settings[school.pk][KEY]]
    if not wanted:
        return []
    platforms = {
        one.code: one
        for one in Platform.objects.filter(code__in={row["platform"] for _, row in wanted})
    }
    held = _held({school_id for school_id, _ in wanted}, platforms.values())
    return [
        _expectation(
            school_id,
            platforms[row["platform"]],
            row["days"],
            held.get((school_id, platforms[row["platform"]].pk), ()),
            on,
        )
        for school_id, row in wanted
        if row["platform"] in platforms
    ]


def limits(school_settings: Mapping[str, Any]) -> dict[str, int]:
    """By platform, how many days may pass between two posts at this school."""
    return {row["platform"]: row["days"] for row in school_settings[KEY]}


def _held(
    schools: Iterable[UUID], platforms: Iterable[Platform]
) -> dict[tuple[UUID, UUID], list[Channel]]:
    """Whole-school accounts in use: the account of a department does not count (S1)."""
    found: dict[tuple[UUID, UUID], list[Channel]] = {}
    for channel in Channel.objects.select_related("platform").filter(
        school_id__in=list(schools),
        platform__in=list(platforms),
        status__in=IN_USE,
        scope=Channel.Scope.SCHOOL,
        is_sample=False,
    ):
        if channel.official in ("official", "not_confirmed"):
            found.setdefault((promised(channel.school_id), channel.platform_id), []).append(channel)
    return found


def _expectation(
    school_id: UUID, platform: Platform, days: int, held: Sequence[Channel], on: date
) -> Expectation:
    """The best of the accounts the school has."""
    about = (school_id, platform.pk, platform.name, days)
    judged = sorted((_judged(channel, platform, days, on) for channel in held), key=_rank)
    if not judged:
        return Expectation(
            *about, "missing", f"no official whole-school account on {platform.name}"
        )
    return Expectation(*about, *judged[0])


def _rank(judged: tuple[str, str, date | None, Channel]) -> int:
    return ("", "stale", "unlinked").index(judged[0])


def _judged(
    channel: Channel, platform: Platform, days: int, on: date
) -> tuple[str, str, date | None, Channel]:
    name = f"{channel.account_name} on {platform.name}"
    if not channel.website_link_url:
        return (
            "unlinked",
            f"{name} is not linked from the school website",
            channel.date_opened,
            channel,
        )
    last = channel.last_post_on
    if last is None:
        return "stale", f"no post is recorded for {name}", channel.date_opened, channel
    if last + timedelta(days=days) < on:
        late = f"the last post of {name} was on {last:%-d %B %Y}, and {days} days is the most"
        return "stale", late, last + timedelta(days=days), channel
    return "", "", None, channel
