"""The rules that hold for as long as a channel is live (requirements 4.2.6): which of them are broken, for many at once.

Nothing here changes a channel. A broken rule is a flag, a reminder and a line on the headteacher's
Home; only no moderator today, or a master administration that nobody has held for more than
5 school days, lead to the proposal to pause.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from accounts_registry.cover.cover_days import gaps
from accounts_registry.crew import crew_lines
from accounts_registry.crew.crew_lines import OPERATORS, CrewLine
from accounts_registry.crew.minimums import Minimums, Rulebook
from accounts_registry.models import ChannelPerson
from accounts_registry.record.statuses import IN_USE, ChannelStatus
from people.models import Holding
from schools.api import Calendar, calendars_of

# code -> what is wrong, for lists of kinds
FLAGS: Mapping[str, str] = {
    "administrators": "Too few administrators",
    "moderators": "Too few moderators",
    "operators": "Too few people who run it",
    "not_ready": "Somebody has not confirmed the policy or has no training",
    "no_master": "Nobody holds its master administration",
    "pupil_contact": "Pupils may write, and fewer than 2 staff have access",
    "closing_passed": "Its closing date has passed",
    "risk_review": "Its risk assessment is overdue",
    "privacy_review": "Its privacy settings review is overdue",
    "not_official": "It no longer meets the 3 tests of an official account",
}
ABOUT_PEOPLE = frozenset(
    {"administrators", "moderators", "operators", "not_ready", "no_master", "pupil_contact"}
)
VACANT_FOR = 5  # school days
STAFF_FOR_PUPILS = 2


class Flag(NamedTuple):
    code: str
    says: str


class Facts(NamedTuple):
    """What must be known of a channel; the names are those of its columns."""

    id: UUID
    trust_id: UUID
    school_id: UUID | None
    trust__preset: str
    status: str
    moderation_required: bool
    pupil_communication_allowed: bool
    legacy_import: bool
    accepted_at: Any
    gaps_due: date | None
    planned_closing: date | None
    risk_review_due: date | None
    privacy_review_due: date | None
    master_privileges_held: bool | None
    editorial_oversight: bool | None
    admins_limited: bool | None


def of(channels: Any, *, on: date) -> dict[UUID, list[Flag]]:
    """The broken rules of every live channel of this queryset that breaks any, in a few questions."""
    live = channels.filter(status__in=IN_USE, is_sample=False)
    facts = [Facts(*row) for row in live.order_by().values_list(*Facts._fields)]
    watched = [row.id for row in facts if is_watched(row, on)]
    people = crew_lines.by_channel(crew_lines.lines(watched, on=on)) if watched else {}
    rules = Rulebook.of(row.trust_id for row in facts)
    found = {
        row.id: [*_dates(row, on), *_people(row, people.get(row.id, []), _least(rules, row), on)]
        for row in facts
    }
    return {pk: flags for pk, flags in found.items() if flags}


def is_watched(row: Facts, on: date) -> bool:
    """People are asked for on open channels; an existing one has until its gaps are due (C3)."""
    return row.status == ChannelStatus.OPEN and not (row.gaps_due and row.gaps_due >= on)


def _least(rules: Rulebook, row: Facts) -> Minimums:
    return rules.minimums(trust_id=row.trust_id, preset=row.trust__preset, school_id=row.school_id)


def _dates(row: Facts, on: date) -> Iterator[Flag]:
    lines = (
        ("closing_passed", row.planned_closing, "its closing date was"),
        ("risk_review", row.risk_review_due, "its risk assessment was due on"),
        ("privacy_review", row.privacy_review_due, "its privacy settings review was due on"),
    )
    for code, due, says in lines:
        if due and due < on:
            yield Flag(code, f"{says} {due:%-d %B %Y}")
    is_accepted = not row.legacy_import or row.accepted_at is not None
    if is_accepted and not (
        row.master_privileges_held and row.editorial_oversight and row.admins_limited
    ):
        yield Flag("not_official", "it no longer meets the 3 tests of an official account")


def _people(row: Facts, lines: Sequence[CrewLine], least: Minimums, on: date) -> Iterator[Flag]:
    if not is_watched(row, on):
        return
    counts = (
        ("administrators", ("administrator", "master"), least.administrators, "administrators"),
        (
            "moderators",
            ("moderator",),
            least.moderators if row.moderation_required else 0,
            "moderators",
        ),
        ("operators", OPERATORS, least.operators, "people who run it"),
    )
    for code, parts, needed, who in counts:
        if (have := crew_lines.counted(lines, parts)) < needed:
            yield Flag(code, f"{who} {have} of {needed}")
    unready = {line.person_id for line in lines if line.part in OPERATORS and line.person_id} - {
        line.person_id for line in lines if line.is_ready
    }
    if unready:
        yield Flag(
            "not_ready",
            f"{len(unready)} of those who run it cannot count: confirmation or training",
        )
    if not _has_master(lines):
        yield Flag("no_master", "nobody holds its master administration")
    if row.pupil_communication_allowed and _staff(lines) < STAFF_FOR_PUPILS:
        yield Flag("pupil_contact", f"pupils may write, and {_staff(lines)} of 2 staff have access")


def _has_master(lines: Sequence[CrewLine]) -> bool:
    return any(line.part == "master" and line.person_id and line.present for line in lines)


def _staff(lines: Sequence[CrewLine]) -> int:
    return len({line.person_id for line in lines if line.is_employee and line.is_ready})


# ---- When to propose a pause -------------------------------------------------------------------


def proposals(channels: Any, *, on: date, trust_ids: Collection[UUID]) -> dict[UUID, str]:
    """The open channels that ought to be paused, each with why (4.2.6). Only ever a proposal."""
    live = channels.filter(status=ChannelStatus.OPEN, is_sample=False)
    found = {
        gap.channel_id: "nobody can moderate it today"
        for gap in gaps(first=on, last=on, channels=live, trust_ids=trust_ids)
        if not gap.available
    }
    facts = [Facts(*row) for row in live.order_by().values_list(*Facts._fields)]
    in_time = {row.id for row in facts if not is_watched(row, on)}
    found |= dict(_long_vacant([row for row in facts if row.id not in in_time], on))
    return {pk: why for pk, why in found.items() if pk not in in_time}


def _long_vacant(facts: Sequence[Facts], on: date) -> Iterator[tuple[UUID, str]]:
    people = (
        crew_lines.by_channel(crew_lines.lines([row.id for row in facts], on=on)) if facts else {}
    )
    vacant = {row.id: row for row in facts if not _has_master(people.get(row.id, []))}
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
