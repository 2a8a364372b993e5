"""Who moderates on which day, and where too few do (I-A.5.4): flat queries, then whole weeks as bits of a number.

Ids travel as text until the answer: to make 100,000 UUID objects takes longer than all the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from accounts_registry.accounts import losses
from accounts_registry.crew.minimums import Rulebook
from accounts_registry.crew.readiness import sentences
from accounts_registry.models import Channel, ChannelPerson, Cover
from accounts_registry.record.statuses import WATCHED
from people.models import EMPLOYEES, Absence, Training, User
from policies.api import confirmations

# A paused channel needs nobody: nobody posts on it.
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

    channel: str
    needed: int
    masks: dict[str, int]


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
    watches, away = board(
        window, channels=channels, trust_ids=trust_ids, also_away=also_away, of=of
    )
    return sorted(gap for watch in watches for gap in gaps_of(watch, away, window))


def counts(*, first: date, last: date, channels: Any) -> dict[UUID, list[int]]:
    """How many moderators each of these channels has on each day."""
    window = Window(first, last)
    watches, away = board(window, channels=channels)
    length = (last - first).days + 1
    found = {}
    for watch in watches:
        here = [mask & ~away.get(person, 0) for person, mask in watch.masks.items()]
        found[UUID(watch.channel)] = [
            sum(mask >> day & 1 for mask in here) for day in range(length)
        ]
    return found


def board(
    window: Window,
    *,
    channels: Any = None,
    trust_ids: Iterable[UUID] | None = None,
    also_away: Iterable[Away] = (),
    of: str = "moderators",
) -> tuple[list[Watch], dict[str, int]]:
    """The channels that are watched with their moderators, and who is away when; no query is asked per row."""
    chosen = losses.without_lost(Channel.objects.filter(status__in=WATCHED))
    if channels is not None:
        chosen = chosen.filter(pk__in=channels.order_by().values("pk"))
    if trust_ids is not None:
        chosen = chosen.filter(trust_id__in=trust_ids)
    if of == "moderators":
        chosen = chosen.filter(moderation_required=True)
    rows: list[Any] = list(
        chosen.values_list(text("pk"), text("trust_id"), text("school_id"), "trust__preset")
    )
    masks, needed = _people(chosen, window, of), _needed({row[1:] for row in rows}, of)
    watches = [Watch(row[0], needed[row[1:]], masks.get(row[0], {})) for row in rows]
    return watches, _away({row[1] for row in rows}, window, also_away)


def text(name: str) -> Cast:
    return Cast(name, TextField())


def as_text(pk: UUID) -> str:
    """An id as this database casts it."""
    return str(pk) if connection.features.has_native_uuid_field else pk.hex


def _needed(
    places: set[tuple[str, str | None, str]], of: str
) -> dict[tuple[str, str | None, str], int]:
    """How many are needed at each of these schools, and at each trust for its own channels."""
    rules = Rulebook.of(UUID(trust) for trust, _, _ in places)
    return {
        (trust, school, preset): getattr(
            rules.minimums(
                trust_id=UUID(trust), preset=preset, school_id=UUID(school) if school else None
            ),
            of,
        )
        for trust, school, preset in places
    }


def gaps_of(watch: Watch, away: dict[str, int], window: Window) -> Iterator[Gap]:
    """The gaps of one channel: those that time away causes, and those that stand without it."""
    missing = {
        person: mask & away[person]
        for person, mask in watch.masks.items()
        if mask & away.get(person, 0)
    }
    reached = at_least(
        [mask & ~missing.get(person, 0) for person, mask in watch.masks.items()],
        watch.needed,
        window,
    )
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
            UUID(watch.channel),
            max(number for number in range(watch.needed) if reached[number] & mask == mask),
            watch.needed,
            frozenset(UUID(person) for person, off in missing.items() if off & mask),
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


def _people(chosen: Any, window: Window, of: str) -> dict[str, dict[str, int]]:
    """Per channel who has the part on which days: named people, holders of a named post, accepted cover."""
    parts = ChannelPerson.objects.filter(
        part__in=PARTS[of], channel__in=chosen.values("pk"), is_suspended=False
    )
    found: dict[str, dict[str, int]] = {}
    full = window.full
    for channel, person in _throughout(parts, window):
        found.setdefault(channel, {})[person] = full
    some_days = [*_named(parts, window), *_in_posts(parts, window)]
    if of == "moderators":
        some_days += _covering(chosen, window)
    for channel, person, leaving, *stretches in some_days:
        mask = window.mask(window.first, leaving)
        for start, end in zip(stretches[::2], stretches[1::2], strict=True):
            mask &= window.mask(start, end)
        people = found.setdefault(channel, {})
        people[person] = people.get(person, 0) | mask
    return found


def _throughout(parts: Any, window: Window) -> Any:
    """Nearly everybody: named in person, active, from before the first day until after the last."""
    return (
        parts.filter(_from_before(window), person__is_active=True)
        .order_by()
        .values_list(text("channel_id"), text("person_id"))
    )


def _from_before(window: Window) -> Q:
    stays = Q(person__leaving_date=None) | Q(person__leaving_date__gte=window.last)
    return (
        stays & Q(start_date__lte=window.first) & (Q(end_date=None) | Q(end_date__gte=window.last))
    )


def _named(parts: Any, window: Window) -> Any:
    """The others who are named in person, with their dates."""
    begins_or_ends = (
        Q(start_date__gt=window.first)
        | Q(end_date__lt=window.last)
        | Q(person__leaving_date__lt=window.last)
    )
    return (
        parts.filter(begins_or_ends, person__is_active=True)
        .order_by()
        .values_list(
            text("channel_id"), text("person_id"), "person__leaving_date", "start_date", "end_date"
        )
    )


def _in_posts(parts: Any, window: Window) -> Any:
    """Whoever holds a named post, with the dates of the part and of the holding."""
    return (
        parts.filter(person=None, post__holdings__person__is_active=True)
        .order_by()
        .values_list(
            text("channel_id"),
            text("post__holdings__person_id"),
            "post__holdings__person__leaving_date",
            "start_date",
            "end_date",
            "post__holdings__start_date",
            "post__holdings__end_date",
        )
    )


def _covering(chosen: Any, window: Window) -> Any:
    """Whoever has agreed to cover."""
    return (
        Cover.objects.accepted()
        .filter(
            channel__in=chosen.values("pk"), start_date__lte=window.last, end_date__gte=window.first
        )
        .filter(person__is_active=True)
        .order_by()
        .values_list(
            text("channel_id"), text("person_id"), "person__leaving_date", "start_date", "end_date"
        )
    )


def _away(trusts: set[str], window: Window, also_away: Iterable[Away]) -> dict[str, int]:
    booked = (
        Absence.objects.between(window.first, window.last)
        .filter(person__trust_id__in=[UUID(trust) for trust in trusts])
        .order_by()
        .values_list(text("person_id"), "start_date", "end_date")
    )
    away: dict[str, int] = {}
    for person, start, end in (
        *booked,
        *((as_text(pk), start, end) for pk, start, end in also_away),
    ):
        away[person] = away.get(person, 0) | window.mask(start, end)
    return away


def candidates(channel: Channel, *, start: date, end: date, on: date) -> list[User]:
    """Who could stand in on all of these days: moderators of other channels first, then others who are ready."""
    people = {person.pk: person for person in _colleagues(channel, start=start, end=end, on=on)}
    trained = set(
        Training.objects.current(end)
        .filter(person__in=people, course="operator")
        .values_list("person_id", flat=True)
    )
    confirmed = confirmations.confirmed_ids(people, channel.trust, on)
    elsewhere = set(
        ChannelPerson.objects.on(on)
        .filter(part="moderator", person__in=people)
        .values_list("person_id", flat=True)
    )
    ready = [
        person
        for pk, person in people.items()
        if not sentences(person.full_name, confirmed=pk in confirmed, trained=pk in trained)
    ]
    return sorted(
        ready,
        key=lambda person: (person.pk not in elsewhere, person.family_name, person.given_name),
    )


def _colleagues(channel: Channel, *, start: date, end: date, on: date) -> Any:
    """Employees at the channel's place who are here on all of these days and do not moderate it already."""
    present = (
        User.objects.at_school(channel.school, on=on)
        if channel.school
        else User.objects.present(on)
    )
    asked = channel.covers.filter(
        status__in=(Cover.Status.PROPOSED, Cover.Status.ACCEPTED, Cover.Status.DECLINED),
        start_date__lte=end,
        end_date__gte=start,
    )
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
    return named | set(
        rows.filter(held, person=None).values_list("post__holdings__person_id", flat=True)
    )
