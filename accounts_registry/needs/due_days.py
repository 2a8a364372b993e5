"""Everything about channels that has to be looked at again, and by when: for lists, Home and reminders alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from access.roles import Permission
from accounts_registry.accounts import losses
from accounts_registry.crew.minimums import Rulebook
from accounts_registry.expected import expectations
from accounts_registry.models import Channel
from accounts_registry.needs import channel_facts
from accounts_registry.needs.channel_facts import Asked
from accounts_registry.needs.codes import COLUMNS, JOBS, NeedKind
from accounts_registry.record.intervals import months_after
from accounts_registry.record.statuses import IN_USE
from schools.models import School

AHEAD = timedelta(days=60)


class Item(NamedTuple):
    """One thing to look at again, by a day."""

    kind: NeedKind
    channel: Channel
    due_on: date

    @property
    def link(self) -> str:
        return reverse(self.kind.done_on, args=[self.channel.reference.lower()])

    def link_for(self, schools: Mapping[Permission, Collection[UUID]]) -> str:
        """Where it is done, for whoever may do it at these schools; else the channel's own page."""
        may = self.channel.school_id in schools.get(self.kind.done_by, ())
        return self.link if may else self.channel.get_absolute_url()

    def late(self, on: date) -> str:
        return lateness(self.due_on, on)


def lateness(day: date, on: date) -> str:
    """12 days overdue, due today, or due 3 December 2026."""
    days = (on - day).days
    if days > 0:
        return f"{days} day{'' if days == 1 else 's'} overdue"
    return "due today" if days == 0 else f"due {day:%-d %B %Y}"


def items(channels: Any, *, on: date, ahead: timedelta = AHEAD) -> list[Item]:
    """What of these channels falls due by then, what is most overdue first; a few questions for any number."""
    soon = on + ahead
    schools = list(
        School.objects.filter(pk__in=channels.values("school_id")).select_related("trust")
    )
    rules = channel_facts.rulebook(school.trust_id for school in schools)
    found = list(
        channels.filter(_due_by(soon, rules, schools), status__in=IN_USE, is_sample=False)
        .select_related("platform", "school", "trust")
        .distinct()
    )
    lost = losses.since(found, on=on)
    due = [
        Item(JOBS[code], channel, day)
        for channel in found
        for code, day in days_of(channel, _asked_of(channel, rules), is_lost=channel.pk in lost)
        if code in JOBS and day <= soon and channel.status in JOBS[code].statuses
    ]
    return sorted(
        due, key=lambda item: (item.due_on, item.channel.account_name.casefold(), item.kind.code)
    )


def of(channel: Channel, *, on: date, ahead: timedelta = AHEAD) -> list[Item]:
    """The same for one channel."""
    return items(Channel.objects.filter(pk=channel.pk), on=on, ahead=ahead)


def days_of(row: Any, asked: Asked, *, is_lost: bool) -> Iterator[tuple[str, date]]:
    """The code and the day of all that is due on this channel or on its row of another day, in the past or to come."""
    for code, column in COLUMNS.items():
        if day := getattr(row, column):
            yield code, day
    # An account that was lost has no login to confirm, and nobody here posts on it.
    if row.school_id is None or is_lost:
        return
    if day := _login_due(row, asked.verify_months):
        yield "login", day
    if since := row.last_post_on or _since(row):
        yield "post", since + timedelta(days=asked.stale_days)


def _asked_of(channel: Channel, rules: Rulebook) -> Asked:
    place = channel.trust_id, channel.trust.preset, channel.school_id
    return channel_facts.asked_at(rules, place, channel.platform.code, channel.scope)


def _due_by(soon: date, rules: Rulebook, schools: Iterable[School]) -> Q:
    """What may be due by then; the exact day of the last two depends on the school's own answers."""
    places = [(school.trust_id, school.trust.preset, school.pk) for school in schools]
    months = min((rules.answer("credential_verify_months", *one) for one in places), default=1)
    days = min((_shortest(rules, one) for one in places), default=1)
    # The shortest months there are: a row too many is left out by `days_of`, one too few would be missed.
    verified = soon - timedelta(days=28 * months)
    posted = soon - timedelta(days=days)
    stored = Q()
    for code in JOBS.keys() & COLUMNS.keys():
        stored |= Q(**{f"{COLUMNS[code]}__lte": soon})
    return (
        stored
        | Q(credentials_verified_on__lte=verified)
        | Q(credentials_verified_on=None, registered_on__lte=verified)
        | Q(last_post_on__lte=posted)
        | Q(last_post_on=None, registered_on__lte=posted)
    )


def _shortest(rules: Rulebook, place: tuple[UUID, str, UUID]) -> int:
    own = (row["days"] for row in rules.answer(expectations.KEY, *place))
    return min([rules.answer("stale_days", *place), *own])


def _login_due(row: Any, months: int) -> date | None:
    """Counted from when it was last confirmed, else from when it came onto the register."""
    since = row.credentials_verified_on or _since(row)
    return months_after(since, months) if since and row.credentials_location else None


def _since(row: Any) -> date | None:
    if row.registered_on is None:
        return None
    return max(row.registered_on, row.date_opened or row.registered_on)
