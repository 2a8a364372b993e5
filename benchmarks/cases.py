"""What is measured: each of ours beside the yardstick, checked to give the same answer first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from accounts_registry.cover import cover_days
from accounts_registry.models import Channel
from benchmarks.measure import Ratio, in_turn, ratio
from benchmarks.world import ON
from schools import policy_settings

HORIZON = 42
SLOW_SAMPLE = 20


def cover_gaps() -> Iterator[Ratio]:
    """Every gap of six weeks in one sweep, beside asking channel by channel and day by day."""
    last = ON + timedelta(days=HORIZON - 1)
    channels = list(Channel.objects.order_by("pk")[:SLOW_SAMPLE])
    slow = {(gap_day, row.pk) for row in channels for gap_day in slow_gaps(row, last)}
    fast = {
        (gap.start + timedelta(days=n), gap.channel_id)
        for gap in cover_days.gaps(
            first=ON,
            last=last,
            channels=Channel.objects.filter(pk__in=[row.pk for row in channels]),
        )
        for n in range(gap.days)
    }
    assert slow == fast, "the two ways of counting cover differ"
    share = Channel.objects.count() / SLOW_SAMPLE
    values = in_turn(
        lambda: cover_days.gaps(first=ON, last=last),
        lambda: [slow_gaps(row, last) for row in channels],
        rounds=3,
    )
    yield ratio(
        "Cover of 10,000 channels, times faster than a loop over rows",
        [value * share for value in values],
        at_least=100,
    )


def slow_gaps(channel: Channel, last: date) -> list[date]:
    """As anybody would write it: for each day, the moderators who are not away."""
    needed = policy_settings.value("min_moderators", school=channel.school)
    days = [ON + timedelta(days=n) for n in range((last - ON).days + 1)]
    return [day for day in days if available(channel, day) < needed]


def available(channel: Channel, day: date) -> int:
    people = {
        part.person
        for part in channel.people.on(day).filter(part="moderator").select_related("person")
        if part.person
    }
    return sum(not person.absences.on(day).exists() for person in people)


def due_reviews() -> Iterator[Ratio]:
    """Channels whose review is due, beside looking at each row."""
    soon = ON + timedelta(days=14)

    def ours() -> set[Any]:
        return set(
            Channel.objects.live().filter(next_review_on__lte=soon).values_list("pk", flat=True)
        )

    def theirs() -> set[Any]:
        return {
            row.pk
            for row in Channel.objects.all()
            if row.status in ("open", "suspended", "closing")
            and row.next_review_on
            and row.next_review_on <= soon
        }

    assert ours() == theirs()
    yield ratio(
        "Due reviews of 10,000 channels, times faster than a loop over rows",
        in_turn(ours, theirs, rounds=9),
        at_least=15,
    )
