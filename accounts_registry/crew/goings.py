"""Who could sign in to a channel until a day and no longer should, and since when that is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from accounts_registry.models import Channel, ChannelPerson, ChannelState
from audit.events import Event
from audit.models import Entry
from people.models import Holding, RoleAssignment, User
from workflow.promised import promised

# A change of those who could sign in counts as an event for so long.
ROTATE_WITHIN = timedelta(days=90)
SIGNS_IN = ("master", "administrator")
KEEPER = "credentials_post_id"
ENDINGS = (Event.LEAVING_SET, Event.POST_ENDED, Event.ROLE_ENDED, Event.CHANNEL_PERSON_ENDED)


class Going(NamedTuple):
    """Somebody who could sign in to a channel until that day; `by` is the row whose end was written down."""

    channel: Channel
    person: User
    day: date
    by: UUID | None = None

    @property
    def has_left(self) -> bool:
        return self.by == self.person.pk

    @property
    def shows_from(self) -> date:
        """Whoever leaves is here until the end of that day."""
        return self.day + timedelta(days=1) if self.has_left else self.day


def of(channels: list[Channel], *, on: date) -> list[Going]:
    """Those since whose going the login details were not changed, the earliest first."""
    found = goings(channels, on - ROTATE_WITHIN, on) if channels else []
    return sorted(
        (
            one
            for one in found
            if one.channel.credentials_rotated_on is None
            or one.channel.credentials_rotated_on < one.day
        ),
        key=lambda one: one.day,
    )


def known_days(found: Sequence[Going]) -> dict[tuple[UUID, UUID | None], date]:
    """By channel and row: the day on which each end was written down, where the ledger has it. One question."""
    ids = {str(pk) for one in found for pk in (one.by, one.channel.pk) if pk}
    entries = Entry.objects.filter(event__in=ENDINGS, object_id__in=ids).order_by("position")
    told: dict[tuple[str, str], date] = {}
    for pk, at, data in entries.values_list("object_id", "at", "data"):
        said = data.get("leaving_date") or data.get("end_date")
        if said:
            told.setdefault((pk, said), localdate(at))
        elif "part" in data:
            told[pk, data.get("person", "")] = localdate(at)
    days = {}
    for one in found:
        day = told.get((str(one.by), one.day.isoformat()))
        if day is None and one.by == one.channel.pk:
            day = told.get((str(one.by), str(one.person.pk)))
        if day:
            days[one.channel.pk, one.by] = day
    return days


def goings(channels: list[Channel], since: date, on: date) -> list[Going]:
    """The same few questions, however many channels."""
    ways = [
        *_parts(channels, since, on),
        *_posts(channels, since, on),
        *_roles(channels, since, on),
    ]
    still = _still([going.channel for going in ways], on) if ways else set()
    return [going for going in ways if (going.channel.pk, going.person.pk) not in still]


def _parts(channels: list[Channel], since: date, on: date) -> Iterator[Going]:
    known = {channel.pk: channel for channel in channels}
    rows = ChannelPerson.objects.filter(
        _gone(since, on), channel__in=known, part__in=SIGNS_IN, person__isnull=False
    )
    for row in rows.select_related("person"):
        channel = known[row.channel_id]
        yield _going(channel, promised(row.person), row.end_date, channel.pk)


class Span(NamedTuple):
    """How long a post administered a channel or looked after its login details."""

    channel: Channel
    start: date
    end: date | None


def _posts(channels: list[Channel], since: date, on: date) -> Iterator[Going]:
    """Who held a post that could sign in until they gave up the post, or the post its part in the channel."""
    spans = _spans(channels, since, on)
    ended = [post for post, found in spans.items() if any(one.end for one in found)]
    held = Holding.objects.filter(
        _gone(since, on) | Q(post__in=ended), Q(end_date=None) | Q(end_date__gte=since)
    )
    for row in held.filter(post__in=spans, start_date__lte=on).select_related("person"):
        for span in spans[row.post_id]:
            day = _first(span.end, row.end_date, row.person.leaving_date)
            if day and since <= day <= on and row.start_date <= day and span.start <= day:
                own = row.pk if day == row.end_date else None
                yield _going(span.channel, row.person, day, own)


def _spans(channels: list[Channel], since: date, on: date) -> dict[UUID, list[Span]]:
    """By post: the parts that it has or lately had, and the channels whose login details it looks after."""
    known = {channel.pk: channel for channel in channels}
    found: dict[UUID, list[Span]] = {}
    for channel in channels:
        if channel.credentials_post_id:
            span = Span(channel, date.min, None)
            found.setdefault(channel.credentials_post_id, []).append(span)
    for post, span in _looked_after(known, since):
        found.setdefault(post, []).append(span)
    parts = ChannelPerson.objects.filter(
        Q(end_date=None) | Q(end_date__gte=since),
        channel__in=known,
        part__in=SIGNS_IN,
        post__isnull=False,
        start_date__lte=on,
    )
    for row in parts:
        span = Span(known[row.channel_id], row.start_date, row.end_date)
        found.setdefault(promised(row.post_id), []).append(span)
    return found


def _looked_after(known: dict[UUID, Channel], since: date) -> Iterator[tuple[UUID, Span]]:
    """The posts that looked after the login details until another did, as the history has it."""
    states = ChannelState.objects.annotate(words=Cast("changed", TextField()))
    lately = states.filter(channel__in=known, on__gte=since, words__contains=KEEPER)
    rows = ChannelState.objects.filter(channel__in=lately.values("channel")).order_by("id")
    kept: dict[UUID, tuple[str | None, date]] = {}
    for channel, on, post in rows.values_list("channel_id", "on", f"facts__{KEEPER}"):
        before, start = kept.setdefault(channel, (post, on))
        if post != before:
            if before:
                yield UUID(before), Span(known[channel], start, max(start, on))
            kept[channel] = (post, on)


def _roles(channels: list[Channel], since: date, on: date) -> Iterator[Going]:
    """The network manager, who looks after access."""
    rows = RoleAssignment.objects.filter(
        _gone(since, on), role="NETMAN", trust__in={channel.trust_id for channel in channels}
    )
    for row in rows.select_related("person"):
        for channel in channels:
            if row.trust_id == channel.trust_id and row.school_id in (None, channel.school_id):
                yield _going(channel, promised(row.person), row.end_date, row.pk)


def _gone(since: date, on: date) -> Q:
    """Ended lately; or running on, while its holder has left lately."""
    ended = Q(end_date__gte=since, end_date__lte=on)
    left = Q(person__leaving_date__gte=since, person__leaving_date__lt=on)
    return ended | left & (Q(end_date=None) | Q(end_date__gte=since))


def _going(channel: Channel, person: User, ended: date | None, by: UUID | None) -> Going:
    """Until the end of that part, post or role, or until they left, whichever came first."""
    day = min(day for day in (ended, person.leaving_date) if day)
    return Going(channel, person, day, person.pk if day == person.leaving_date else by)


def _first(*days: date | None) -> date | None:
    return min(filter(None, days), default=None)


def _still(channels: list[Channel], on: date) -> set[tuple[UUID, UUID]]:
    """Who runs the same channel or keeps its log-in after all, by name or through a post, and is still here."""
    tomorrow, present = on + timedelta(days=1), User.objects.present(on)
    rows = ChannelPerson.objects.on(tomorrow).filter(channel__in=channels, part__in=SIGNS_IN)
    parts = list(rows.values_list("channel_id", "person_id", "post_id"))
    parts += [(one.pk, None, one.credentials_post_id) for one in channels]
    posts = [post for _, person, post in parts if person is None]
    holders: dict[UUID, list[UUID]] = {}
    held = Holding.objects.on(tomorrow).filter(post__in=posts, person__in=present)
    for post, person in held.values_list("post_id", "person_id"):
        holders.setdefault(post, []).append(person)
    named = set(
        present.filter(pk__in=[one for _, one, _ in parts if one]).values_list("pk", flat=True)
    )
    return {
        (channel, person)
        for channel, by_name, post in parts
        for person in ([by_name] if by_name else holders.get(post, []))
        if person in named or not by_name
    }
