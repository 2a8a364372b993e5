"""The rules that hold for as long as a channel is live (requirements 4.2.6): which of them are broken, for many at once.

Nothing here changes a channel. A broken rule is a flag, a reminder and a line on the headteacher's
Home; only no moderator today, or a master administration that nobody has held for more than
5 school days, lead to the proposal to pause.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from accounts_registry.cover.cover_days import gaps
from accounts_registry.crew import crew_lines
from accounts_registry.models import ChannelPerson
from accounts_registry.needs import channel_facts, reckoning
from accounts_registry.needs.channel_facts import ChannelFacts
from accounts_registry.needs.codes import Need
from accounts_registry.record.statuses import IN_USE, ChannelStatus
from people.models import Holding
from schools.api import Calendar, calendars_of

ABOUT_PEOPLE = frozenset(
    {"administrators", "moderators", "operators", "not_ready", "no_master", "pupil_contact"}
)
VACANT_FOR = 5  # school days


class Flag(NamedTuple):
    code: str
    says: str


def of(channels: Any, *, on: date) -> dict[UUID, list[Flag]]:
    """The broken rules of every live channel of this queryset that breaks any: those of its needs that are rules."""
    facts = channel_facts.of(channels.filter(status__in=IN_USE, is_sample=False))
    watched = {row.id for row in facts if reckoning.is_watched(row, on)}
    people = crew_lines.by_channel(crew_lines.lines(list(watched), on=on)) if watched else {}
    said = reckoning.of_facts(facts, on=on, people=people)
    found = {row.id: _flags(said[row.id], row.id in watched) for row in facts}
    return {pk: flags for pk, flags in found.items() if flags}


def _flags(needs: Iterable[Need], is_watched: bool) -> list[Flag]:
    """Too few people is a need of every channel in use, and a broken rule of an open one alone (C3)."""
    return [
        Flag(need.kind.rule, need.as_rule)
        for need in needs
        if need.kind.rule and (is_watched or need.kind.rule not in ABOUT_PEOPLE)
    ]


# ---- When to propose a pause -------------------------------------------------------------------


def proposals(channels: Any, *, on: date, trust_ids: Collection[UUID]) -> dict[UUID, str]:
    """The open channels that ought to be paused, each with why (4.2.6). Only ever a proposal."""
    live = channels.filter(status=ChannelStatus.OPEN, is_sample=False)
    found = {
        gap.channel_id: "nobody can moderate it today"
        for gap in gaps(first=on, last=on, channels=live, trust_ids=trust_ids)
        if not gap.available
    }
    facts = channel_facts.of(live)
    in_time = {row.id for row in facts if not reckoning.is_watched(row, on)}
    found |= dict(_long_vacant([row for row in facts if row.id not in in_time], on))
    return {pk: why for pk, why in found.items() if pk not in in_time}


def _long_vacant(facts: Sequence[ChannelFacts], on: date) -> Iterator[tuple[UUID, str]]:
    people = (
        crew_lines.by_channel(crew_lines.lines([row.id for row in facts], on=on)) if facts else {}
    )
    vacant = {row.id: row for row in facts if not reckoning.has_master(people.get(row.id, []))}
    if not vacant:
        return
    calendars = calendars_of(row.school_id for row in vacant.values() if row.school_id)
    for pk, since in vacant_since(list(vacant), on=on).items():
        calendar = calendars.get(vacant[pk].school_id) or Calendar()
        if calendar.between(since - timedelta(days=1), on) > VACANT_FOR:
            yield pk, f"nobody has held its master administration since {since:%-d %B %Y}"


def vacant_since(ids: Collection[UUID], *, on: date) -> dict[UUID, date]:
    """The first day on which nobody held the master administration of these channels any more."""
    rows = list(
        ChannelPerson.objects.filter(
            channel__in=ids, part="master", start_date__lte=on
        ).values_list(
            "channel_id", "start_date", "end_date", "post_id", "person_id", "person__leaving_date"
        )
    )
    held = _held_until({row[3] for row in rows if row[3]}, on)
    found: dict[UUID, date] = {}
    for pk, start, end, post, person, leaving in rows:
        until = [day for day in (end, leaving) if day] if person else [end] if end else []
        last = min([*until, *([held[post]] if not person and post in held else [])], default=None)
        has_begun = bool(person) or post in held
        empty_from = last + timedelta(days=1) if last and has_begun else start
        found[pk] = max(found.get(pk, date.min), empty_from)
    return found


def _held_until(posts: Collection[UUID], on: date) -> dict[UUID, date]:
    """The last day of the last holder of each of these posts."""
    held: dict[UUID, date] = {}
    rows = Holding.objects.filter(post__in=posts, start_date__lte=on)
    for post, end, leaving in rows.values_list("post_id", "end_date", "person__leaving_date"):
        days = [day for day in (end, leaving) if day]
        if days:
            held[post] = max(held.get(post, date.min), min(days))
    return held
