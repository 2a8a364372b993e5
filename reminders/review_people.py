"""Whom the rules about reviews remind, and of which channels: asked once for all the rules of a sweep or a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from accounts_registry.api import Item, crew_lines
from accounts_registry.api import due_days as agenda
from accounts_registry.models import Channel
from people.api import day
from reminders.cover_finders import people_in
from reminders.due import DueReminder, Words
from reminders.scope import Scope

RUNNING = ("master", "administrator", "moderator", "poster")


def chased(
    item: Item,
    scope: Scope,
    text: str,
    late: str,
    /,
    *,
    team: tuple[UUID, ...],
    author: tuple[UUID, ...] = (),
    **others: tuple[UUID, ...],
) -> Iterator[DueReminder]:
    """Its team by days around the day; the others by the school days that have passed since.

    Whoever asked for the channel hears with the team, and is led to the channel's own page.
    """
    channel = item.channel
    page = reverse("register:detail", args=[channel.reference.lower()])
    why = f"due {day(item.due_on)}"
    about: dict[str, Any] = {
        "target_type": "accounts_registry.channel",
        "target_id": channel.pk,
        "due_on": item.due_on,
        "reference": channel.reference,
    }
    yield DueReminder(
        words=Words(text, why, item.link),
        people={"team": team, "author": author},
        words_for={"author": Words(text, why, page)},
        **about,
    )
    if others and item.due_on <= scope.on:
        own = others.pop("late", ())
        passed = scope.calendar(channel.school_id).between(item.due_on, scope.on)
        yield DueReminder(
            words=Words(late, why, page),
            people={**others, "late": own},
            school_days=passed,
            words_for={"late": Words(text, why, page)},
            **about,
        )


def due_of(scope: Scope, code: str) -> list[Item]:
    return [item for item in agenda_of(scope) if item.kind.code == code]


def agenda_of(scope: Scope) -> list[Item]:
    """Asked once for all the rules of a sweep or a page."""
    kept: list[Item] | None = scope.__dict__.get("_agenda")
    if kept is None:
        kept = scope.__dict__["_agenda"] = agenda.items(
            channels_of(scope), on=scope.on, ahead=timedelta(days=37)
        )
    return kept


def channels_of(scope: Scope) -> Any:
    """The channels of the scope, and for a person also those whose login details they look after."""
    if scope.person is None or scope.only_channels is not None:
        return scope.channels
    person = scope.person
    schools = {
        school
        for held in person.roles_on(scope.on)
        if held.role in ("ADMIN", "CEO", "NETMAN")
        for school in held.school_ids
    }
    kept = Q(credentials_post__holdings__in=person.holdings.on(scope.on)) | Q(school_id__in=schools)
    also = Channel.objects.filter(kept, trust_id__in=scope.trust_pks).values("pk")
    return Channel.objects.filter(Q(pk__in=scope.channels.values("pk")) | Q(pk__in=also))


def lines_of(scope: Scope) -> dict[UUID, list[crew_lines.CrewLine]]:
    """Who runs the channels on the agenda."""
    return know_lines({item.channel.pk for item in agenda_of(scope)}, scope)


def know_lines(channels: set[UUID], scope: Scope) -> dict[UUID, list[crew_lines.CrewLine]]:
    """Who runs these channels as well as those asked for before, each asked once."""
    known: dict[UUID, list[crew_lines.CrewLine]] = scope.__dict__.setdefault("_review_lines", {})
    if new := channels - known.keys():
        found = crew_lines.by_channel(crew_lines.lines(list(new), on=scope.on))
        known |= {pk: found.get(pk, []) for pk in new}
    return known


def authors_of(scope: Scope) -> dict[UUID, tuple[UUID, ...]]:
    """Who asked for the channels on the agenda."""
    kept: dict[UUID, tuple[UUID, ...]] | None = scope.__dict__.get("_review_authors")
    if kept is None:
        ids = {item.channel.pk for item in agenda_of(scope)}
        kept = scope.__dict__["_review_authors"] = {}
        rows = Channel.objects.filter(pk__in=ids, requests__author__isnull=False)
        for channel, author in rows.values_list("pk", "requests__author"):
            kept[channel] = (*kept.get(channel, ()), author)
    return kept


def team_of(item: Item, scope: Scope) -> tuple[UUID, ...]:
    """Those who run it; where nobody does, the office."""
    found = people_in(lines_of(scope).get(item.channel.pk, []), *RUNNING)
    return found or holders_of(item.channel, "ADMIN", scope)


def masters_of(item: Item, scope: Scope) -> tuple[UUID, ...]:
    """Whoever holds its master administration."""
    return people_in(lines_of(scope).get(item.channel.pk, []), "master")


def keepers_of(channel: Channel, scope: Scope) -> tuple[UUID, ...]:
    """Whoever looks after the login details, and the master administration; where nobody does, the office."""
    lines = know_lines({channel.pk}, scope)[channel.pk]
    found = unique(scope.in_post(channel.credentials_post_id), people_in(lines, "master"))
    return found or holders_of(channel, "ADMIN", scope)


def holders_of(channel: Channel, role: str, scope: Scope) -> tuple[UUID, ...]:
    return scope.holders(role, school_id=channel.school_id, trust_id=channel.trust_id)


def unique(*people: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(one for several in people for one in several))


def besides(person: UUID, people: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(one for one in people if one != person)
