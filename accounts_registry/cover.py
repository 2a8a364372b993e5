"""Who moderates on which day, and where too few do (I-A.5.4): flat queries, then whole weeks as bits of a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from accounts_registry.minimums import Rulebook
from accounts_registry.models import Channel, ChannelPerson, Cover
from accounts_registry.readiness import sentences
from people.models import EMPLOYEES, Absence, Training, User
from policies import confirmations

# A paused channel needs nobody: nobody posts on it.
WATCHED = ("open", "closing")
# Master administration counts among the administrators.
PARTS = {"moderators": ("moderator",), "administrators": ("administrator", "master")}
Away = tuple[UUID, date, date]


@dataclass(frozen=True, order=True)
class Gap:
    """Days on end with fewer moderators than a channel needs.

    `available` is the number on the worst of them. `away` are the moderators whose time away is the
    cause; when there are none, the channel is short even with everybody here.
    """

    start: date
    end: date
    channel_id: UUID
    available: int
    needed: int
    away: frozenset[UUID] = frozenset()

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


class Watch(NamedTuple):
    """A channel, how many moderators it needs, and who they are on which days (bit 0 is the first)."""

    channel_id: UUID
    needed: int
    masks: dict[UUID, int]


class Window(NamedTuple):
    """The days that are looked at."""

    first: date
    last: date

    @property
    def full(self) -> int:
        return (1 << ((self.last - self.first).days + 1)) - 1

    def mask(self, start: date, end: date | None) -> int:
        """The days from start to end, as bits."""
        begin = max((start - self.first).days, 0)
        stop = (min(end, self.last) if end else self.last) - self.first
        return ((1 << max(stop.days + 1, begin)) - 1) >> begin << begin

    def day(self, position: int) -> date:
        return self.first + timedelta(days=position)


def gaps(
    *,
    first: date,
    last: date,
    channels: Any = None,
    trust_ids: Iterable[UUID] | None = None,
    also_away: Iterable[Away] = (),
    of: str = "moderators",
) -> list[Gap]:
    """Every gap between these days, the earliest first.

    `channels` is a queryset (all of `trust_ids` when None). `also_away` is time away that is not
    booked yet: who, from, to. `of` is moderators or administrators.
    """
    window = Window(first, last)
    watches, away = board(window, channels=channels, trust_ids=trust_ids, also_away=also_away, of=of)
    return sorted(gap for watch in watches for gap in gaps_of(watch, away, window))


def counts(*, first: date, last: date, channels: Any) -> dict[UUID, list[int]]:
    """How many moderators each of these channels has on each day."""
    window = Window(first, last)
    watches, away = board(window, channels=channels)
    length = (last - first).days + 1
    found = {}
    for watch in watches:
        here = [mask & ~away.get(person, 0) for person, mask in watch.masks.items()]
        found[watch.channel_id] = [sum(mask >> day & 1 for mask in here) for day in range(length)]
    return found


def board(
    window: Window,
    *,
    channels: Any = None,
    trust_ids: Iterable[UUID] | None = None,
    also_away: Iterable[Away] = (),
    of: str = "moderators",
) -> tuple[list[Watch], dict[UUID, int]]:
    """The channels that are watched with their moderators, and who is away when; no query is asked per row."""
    chosen = Channel.objects.all() if channels is None else channels
    if trust_ids is not None:
        chosen = chosen.filter(trust_id__in=trust_ids)
    chosen = chosen.filter(status__in=WATCHED, **({"moderation_required": True} if of == "moderators" else {}))
    rows: list[Any] = list(chosen.order_by().values_list("pk", "trust_id", "school_id", "trust__preset"))
    masks, needed = _people(chosen, window, of), _needed({row[1:] for row in rows}, of)
    watches = [Watch(row[0], needed[row[1:]], masks.get(row[0], {})) for row in rows]
    return watches, _away({row[1] for row in rows}, window, also_away)


def _needed(places: set[tuple[UUID, UUID | None, str]], of: str) -> dict[tuple[UUID, UUID | None, str], int]:
    """How many are needed at each of these schools, and at each trust for its own channels."""
    rules = Rulebook.of(trust_id for trust_id, _, _ in places)
    return {
        (trust_id, school_id, preset): getattr(
            rules.minimums(trust_id=trust_id, preset=preset, school_id=school_id), of
        )
        for trust_id, school_id, preset in places
    }


def gaps_of(watch: Watch, away: dict[UUID, int], window: Window) -> Iterator[Gap]:
    """The gaps of one channel: those that time away causes, and those that stand without it."""
    missing = {person: mask & away[person] for person, mask in watch.masks.items() if mask & away.get(person, 0)}
    reached = at_least([mask & ~missing.get(person, 0) for person, mask in watch.masks.items()], watch.needed, window)
    short = window.full & ~reached[watch.needed]
    if not short:
        return
    caused = short & _union(missing.values())
    for days in (*runs(caused), *runs(short & ~caused)):
        low, high = days
        mask = window.mask(window.day(low), window.day(high))
        yield Gap(
            window.day(low),
            window.day(high),
            watch.channel_id,
            max(number for number in range(watch.needed) if reached[number] & mask == mask),
            watch.needed,
            frozenset(person for person, off in missing.items() if off & mask),
        )


def at_least(masks: Iterable[int], most: int, window: Window) -> list[int]:
    """For each number up to `most`: the days on which at least so many of these people are here."""
    reached = [window.full] + [0] * most
    for mask in masks:
        for number in range(most, 0, -1):
            reached[number] |= reached[number - 1] & mask
    return reached


def runs(mask: int) -> Iterator[tuple[int, int]]:
    """The first and last position of each stretch of ones."""
    position = 0
    while mask:
        zeros = (mask & -mask).bit_length() - 1
        mask >>= zeros
        ones = (~mask & (mask + 1)).bit_length() - 1
        mask >>= ones
        position += zeros
        yield position, position + ones - 1
        position += ones


def _union(masks: Iterable[int]) -> int:
    whole = 0
    for mask in masks:
        whole |= mask
    return whole


def _people(chosen: Any, window: Window, of: str) -> dict[UUID, dict[UUID, int]]:
    """Per channel who has the part on which days: named people, holders of a named post, accepted cover."""
    found: dict[UUID, dict[UUID, int]] = {}

    def add(channel: UUID, person: UUID, mask: int) -> None:
        if mask:
            people = found.setdefault(channel, {})
            people[person] = people.get(person, 0) | mask

    for channel, start, end, *named, person, held_from, held_to, active, leaving in _parts(chosen, window, of):
        mask = window.mask(start, end)
        if named[0]:
            add(channel, named[0], mask & window.mask(window.first, named[2]) if named[1] else 0)
        elif person and active:
            add(channel, person, mask & window.mask(held_from, held_to) & window.mask(window.first, leaving))
    for channel, person, start, end, leaving in _covers(chosen, window) if of == "moderators" else ():
        add(channel, person, window.mask(start, end) & window.mask(window.first, leaving))
    return found


def _parts(chosen: Any, window: Window, of: str) -> Any:
    """Who is named, with the holders of the posts among them, in one query."""
    return (
        ChannelPerson.objects.filter(Q(end_date=None) | Q(end_date__gte=window.first))
        .filter(part__in=PARTS[of], channel__in=chosen.order_by().values("pk"), start_date__lte=window.last)
        .order_by()
        .values_list(
            "channel_id", "start_date", "end_date", "person_id", "person__is_active", "person__leaving_date",
            "post__holdings__person_id", "post__holdings__start_date", "post__holdings__end_date",
            "post__holdings__person__is_active", "post__holdings__person__leaving_date",
        )
    )


def _covers(chosen: Any, window: Window) -> Any:
    return (
        Cover.objects.accepted()
        .filter(channel__in=chosen.order_by().values("pk"), start_date__lte=window.last, end_date__gte=window.first)
        .filter(person__is_active=True)
        .order_by()
        .values_list("channel_id", "person_id", "start_date", "end_date", "person__leaving_date")
    )


def _away(trust_ids: set[UUID], window: Window, also_away: Iterable[Away]) -> dict[UUID, int]:
    booked = (
        Absence.objects.between(window.first, window.last)
        .filter(person__trust_id__in=trust_ids)
        .order_by()
        .values_list("person_id", "start_date", "end_date")
    )
    away: dict[UUID, int] = {}
    for person, start, end in (*booked, *also_away):
        away[person] = away.get(person, 0) | window.mask(start, end)
    return away


def candidates(channel: Channel, *, start: date, end: date, on: date) -> list[User]:
    """Who could stand in on all of these days: moderators of other channels first, then others who are ready."""
    people = {person.pk: person for person in _colleagues(channel, start=start, end=end, on=on)}
    trained = set(Training.objects.current(end).filter(person__in=people, course="operator").values_list("person_id", flat=True))
    confirmed = confirmations.confirmed_ids(people, channel.trust, on)
    elsewhere = set(
        ChannelPerson.objects.on(on).filter(part="moderator", person__in=people).values_list("person_id", flat=True)
    )
    ready = [
        person
        for pk, person in people.items()
        if not sentences(person.full_name, confirmed=pk in confirmed, trained=pk in trained)
    ]
    return sorted(ready, key=lambda person: (person.pk not in elsewhere, person.family_name, person.given_name))


def _colleagues(channel: Channel, *, start: date, end: date, on: date) -> Any:
    """Employees at the channel's place who are here on all of these days and do not moderate it already."""
    present = User.objects.at_school(channel.school, on=on) if channel.school else User.objects.present(on)
    asked = channel.covers.filter(status__in=("proposed", "accepted", "declined"), start_date__lte=end, end_date__gte=start)
    return (
        present.filter(trust_id=channel.trust_id, category__in=EMPLOYEES)
        .filter(Q(leaving_date=None) | Q(leaving_date__gte=end))
        .exclude(pk__in=Absence.objects.between(start, end).values("person_id"))
        .exclude(pk__in=moderators(channel, on=start))
        .exclude(pk__in=asked.values("person_id"))
    )


def moderators(channel: Channel, *, on: date) -> set[UUID]:
    """The people who moderate this channel on that day, by name or by post, away or not; cover not counted."""
    rows = ChannelPerson.objects.on(on).filter(channel=channel, part="moderator")
    held = Q(post__holdings__start_date__lte=on) & (
        Q(post__holdings__end_date=None) | Q(post__holdings__end_date__gte=on)
    )
    named = set(rows.exclude(person=None).values_list("person_id", flat=True))
    return named | set(rows.filter(held, person=None).values_list("post__holdings__person_id", flat=True))
