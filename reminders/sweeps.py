"""The sweeps there have been, and what they found, sent and held back in a trust.

Rules about concerns are in none of these figures (appointments 7).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Max
from django.utils.timezone import localdate, make_aware

from reminders.models import Sweep

SHOWN = 12
# Of Europe/London: when everything due is looked for, and how often what is urgent (portal/schedule.py).
MORNING = time(6)
EVERY = timedelta(minutes=15)


class SweepRun(NamedTuple):
    """One sweep as the people of some trusts may see it. `found` is all that was due, sent before or not."""

    kind: str
    began_at: datetime
    ended_at: datetime | None
    found: int
    sent: int
    held_back: int


def last_end() -> datetime | None:
    """When the last sweep came to its end."""
    return Sweep.objects.aggregate(last=Max("finished_at"))["last"]


def came_to_its_end(on: date) -> bool:
    """Whether everything due on that day has been looked for: a run that broke off does not count."""
    ended = Sweep.objects.filter(kind=Sweep.Kind.DAILY, finished_at__isnull=False)
    return ended.filter(on=on).exists()


def next_morning(after: datetime) -> datetime:
    """When everything due is looked for next."""
    today = localdate(after)
    moments = (make_aware(datetime.combine(today + timedelta(days=n), MORNING)) for n in (0, 1))
    return next(moment for moment in moments if moment > after)


def lately(trust_ids: Iterable[Any], *, kind: str, limit: int = SHOWN) -> list[SweepRun]:
    """The latest sweeps of this kind, the newest first, with the figures of these trusts."""
    wanted = [str(pk) for pk in trust_ids]
    rows = Sweep.objects.filter(kind=kind).order_by("-started_at")[:limit]
    return [_run(row, [row.counts.get(pk, {}) for pk in wanted]) for row in rows]


def _run(row: Sweep, counts: list[dict[str, int]]) -> SweepRun:
    figures = {
        name: sum(one.get(name, 0) for one in counts) for name in ("found", "sent", "held_back")
    }
    return SweepRun(row.kind, row.started_at, row.finished_at, **figures)
