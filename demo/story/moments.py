"""The moments of the story: each event has one, told from now, and the events are told in their order."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush

from django.utils.timezone import localtime

from schools.calendar import is_working_day

# A strand of the story yields the moment of its next event and is handed that moment when it has come.
Strand = Generator[datetime, datetime, None]
DAY = timedelta(days=1)


class OutOfOrder(Exception):
    """The story tells something before what it follows from, or before it can have happened."""


def working_moment(now: datetime, days: int, hour: int, minute: int) -> datetime:
    """That hour, here, of the last working day that is at least so many days before now, and has passed."""
    here = localtime(now)
    moment = datetime.combine(here.date() - DAY * days, time(hour, minute), here.tzinfo)
    while moment > here or not is_working_day(moment.date()):
        moment -= DAY
    return moment


def in_words(day: date) -> str:
    """As somebody writes it in a sentence: "Monday 30 November"."""
    return f"{day:%A %-d %B}"


def tell_in_order(strands: Iterable[Strand], *, now: datetime) -> None:
    """Let each strand go on when its moment comes, the earliest first; of one moment the first strand.

    Raises OutOfOrder where a strand would go on before its last event, or after now.
    """
    waiting: list[tuple[datetime, int, Strand]] = []
    for number, strand in enumerate(strands):
        _wait(waiting, number, strand, next(strand, None), now)
    while waiting:
        at, number, strand = heappop(waiting)
        following = _go_on(strand, at)
        if following and following < at:
            raise OutOfOrder(f"{strand} goes on at {following}, before {at}")
        _wait(waiting, number, strand, following, now)


def _go_on(strand: Strand, at: datetime) -> datetime | None:
    """Its event at this moment, and when the next one is."""
    try:
        return strand.send(localtime(at))
    except StopIteration:
        return None


def _wait(
    waiting: list[tuple[datetime, int, Strand]],
    number: int,
    strand: Strand,
    moment: datetime | None,
    now: datetime,
) -> None:
    if moment is None:
        return
    if moment > now:
        raise OutOfOrder(f"{strand} goes on at {moment}, after now, {now}")
    heappush(waiting, (moment.astimezone(UTC), number, strand))
