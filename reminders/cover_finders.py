"""What the rules about cover find: gaps, questions nobody has answered, and time away that leaves a channel short."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts_registry.api import Gap, crew_lines, gaps
from accounts_registry.models import Channel, Cover
from people.api import span
from people.models import Absence
from reminders.due import DueReminder, Words
from reminders.scope import Place, Scope
from schools.api import policy_settings

LOOK_BACK = timedelta(days=90)  # a gap that has begun keeps the day on which it began
LOOK_FAR = timedelta(days=366)


def cover_gaps(scope: Scope) -> list[DueReminder]:
    """REM-12: days within the horizon on which time away leaves a channel short of moderators."""
    found = []
    for trust in scope.trusts:
        horizon = timedelta(days=policy_settings.value("cover_horizon_days", trust=trust))
        found += [
            gap
            for gap in gaps(
                first=scope.on - LOOK_BACK,
                last=scope.on + horizon,
                channels=scope.channels,
                trust_ids=[trust.pk],
            )
            if gap.away and gap.end >= scope.on
        ]
    return [_cover_gap(gap, *facts, scope) for gap, facts in _with_crew(found, scope)]


def _with_crew(
    found: list[Gap], scope: Scope
) -> list[tuple[Gap, tuple[Channel, list[crew_lines.CrewLine]]]]:
    """The gaps with their channels and the people who run them: two queries for all."""
    if not found:
        return []
    channels = Channel.objects.select_related("platform").in_bulk({gap.channel_id for gap in found})
    people = crew_lines.by_channel(crew_lines.lines(list(channels), on=scope.on))
    return [(gap, (channels[gap.channel_id], people.get(gap.channel_id, []))) for gap in found]


def people_in(lines: Iterable[crew_lines.CrewLine], *parts: str) -> tuple[UUID, ...]:
    return tuple(
        dict.fromkeys(
            line.person_id
            for line in lines
            if line.part in parts and line.person_id and line.present
        )
    )


def _cover_gap(
    gap: Gap, channel: Channel, lines: list[crew_lines.CrewLine], scope: Scope
) -> DueReminder:
    place: Place = {"school_id": channel.school_id, "trust_id": channel.trust_id}
    team = people_in(lines, "moderator", "master")
    return DueReminder(
        "accounts_registry.channel",
        channel.pk,
        gap.start,
        Words(
            f"Find cover for {channel.account_name} {span(gap.start, gap.end)}",
            short_of(gap),
            reverse("reminders:ask_for_channel", args=[channel.reference.lower()])
            + f"?from={gap.start}&to={gap.end}",
        ),
        {
            "team": (*team, *sorted(gap.away - set(team))),
            "comms": scope.holders("COMMS", **place),
            "head": scope.holders("HEAD", **place),
        },
        reference=channel.reference,
    )


def short_of(gap: Gap, what: str = "moderator") -> str:
    """How short: "1 moderator, 2 needed"."""
    return f"{gap.available or 'no'} {what}{'' if gap.available == 1 else 's'}, {gap.needed} needed"


def cover_questions(scope: Scope) -> list[DueReminder]:
    """REM-12A: people asked to cover who have not answered."""
    covers = Cover.objects.filter(
        status=Cover.Status.PROPOSED, end_date__gte=scope.on, channel__trust_id__in=scope.trust_pks
    ).select_related("channel", "asked_by")
    if scope.person:
        covers = covers.filter(person=scope.person)
    return [
        DueReminder(
            "accounts_registry.cover",
            cover.pk,
            cover.start_date,
            Words(
                f"Can you cover {cover.channel.account_name} {span(cover.start_date, cover.end_date)}?",
                f"{cover.asked_by.full_name} asks",
                reverse("reminders:answer", args=[cover.pk]),
            ),
            {"person": (cover.person_id,)},
            reference=cover.channel.reference,
        )
        for cover in covers
    ]


def own_time_away(scope: Scope) -> list[DueReminder]:
    """REM-14: time away that leaves a channel short in another way, or too far ahead for REM-12."""
    found: list[tuple[Gap, str]] = []
    spoken: list[Gap] = []
    for trust in scope.trusts:
        horizon = scope.on + timedelta(
            days=policy_settings.value("cover_horizon_days", trust=trust)
        )
        where: dict[str, Any] = {
            "last": scope.on + LOOK_FAR,
            "channels": scope.channels,
            "trust_ids": [trust.pk],
        }
        for gap in gaps(first=scope.on, **where):
            if gap.start > horizon:
                found.append((gap, "moderator"))
            else:
                spoken.append(gap)
        found += [
            (gap, "administrator")
            for gap in gaps(first=scope.on, of="administrators", **where)
            if gap.start > scope.on
        ]
    caused = [(gap, what) for gap, what in found if gap.away]
    crews = dict(_with_crew([gap for gap, _ in caused], scope))
    starts = _starts({person for gap, _ in caused for person in gap.away}, scope.on)
    return [
        due
        for gap, what in caused
        for due in _away_dues(gap, what, *crews[gap], starts, scope)
        if not _is_spoken_of(due, spoken, starts)
    ]


def _is_spoken_of(due: DueReminder, spoken: list[Gap], starts: dict[UUID, list[Absence]]) -> bool:
    """Whether REM-12 already speaks of this time away."""
    (person,) = due.people["person"]
    absence = next(row for row in starts[person] if row.pk == due.target_id)
    return any(
        person in gap.away and gap.start <= absence.end_date and gap.end >= absence.start_date
        for gap in spoken
    )


def _starts(people: set[UUID], on: date) -> dict[UUID, list[Absence]]:
    """The time away of these people that has not begun."""
    found: dict[UUID, list[Absence]] = {}
    for absence in Absence.objects.standing().filter(person__in=people, start_date__gt=on):
        found.setdefault(absence.person_id, []).append(absence)
    return found


def _away_dues(
    gap: Gap,
    what: str,
    channel: Channel,
    lines: list[crew_lines.CrewLine],
    starts: dict[UUID, list[Absence]],
    scope: Scope,
) -> Iterable[DueReminder]:
    place: Place = {"school_id": channel.school_id, "trust_id": channel.trust_id}
    for person in sorted(gap.away):
        for absence in starts.get(person, ()):
            if absence.start_date <= gap.end and absence.end_date >= gap.start:
                yield DueReminder(
                    "people.absence",
                    absence.pk,
                    absence.start_date,
                    Words(
                        f"Before you are away: arrange cover for {channel.account_name}",
                        f"{short_of(gap, what)} {span(gap.start, gap.end)}",
                        reverse("register:detail", args=[channel.reference.lower()]),
                    ),
                    {"person": (person,), "comms": scope.holders("COMMS", **place)},
                    reference=channel.reference,
                    words_for={
                        "comms": Words(
                            f"Check cover for {channel.account_name}",
                            f"{short_of(gap, what)} {span(gap.start, gap.end)}",
                            reverse("register:detail", args=[channel.reference.lower()]),
                        )
                    },
                )
