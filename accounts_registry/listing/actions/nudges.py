"""Asking the people who run channels to look at what these need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from accounts_registry.crew import crew_lines
from accounts_registry.entry import emails
from accounts_registry.models import Channel, Nudge
from accounts_registry.needs import reckoning
from audit import trail
from audit.events import Event
from people.models import User

NOT_AGAIN_FOR = timedelta(days=3)


class Reminded(NamedTuple):
    """What came of it: how many people were asked, about which channels, and which were left out."""

    people: int
    channels: list[Channel]
    lately: list[Channel]
    content: list[Channel]


@transaction.atomic
def remind_teams(*, channels: Iterable[Channel], by: User, at: datetime) -> Reminded:
    """Ask the teams of these channels to look at what they need, each person in one message.

    A channel whose team was asked in the last 3 days is left out, and so is one that needs nothing.
    """
    on = localdate(at)
    chosen = list(
        Channel.objects.select_for_update(of=("self",))
        .filter(pk__in=[channel.pk for channel in channels])
        .order_by("reference")
    )
    for channel in chosen:
        check(by, Permission.CHANNEL_REMIND, channel, on)
    ids = [channel.pk for channel in chosen]
    lately = set(Nudge.objects.since(at - NOT_AGAIN_FOR, ids).values_list("channel_id", flat=True))
    needs = reckoning.of(Channel.objects.filter(pk__in=ids), on=on)
    due = [channel for channel in chosen if channel.pk not in lately and needs[channel.pk]]
    told = _ask(due, needs, by, at)
    for channel in due if told else ():
        Nudge.objects.create(channel=channel, by=by, at=at)
        trail.record(Event.CHANNEL_NUDGED, by=by, at=at, record=channel)
    return Reminded(
        told,
        due,
        [channel for channel in chosen if channel.pk in lately],
        [channel for channel in chosen if channel.pk not in lately and not needs[channel.pk]],
    )


def _ask(channels: Sequence[Channel], needs: Any, by: User, at: datetime) -> int:
    """Tell everybody who runs them and works here today; how many there were."""
    on = localdate(at)
    lines = crew_lines.by_channel(crew_lines.lines([channel.pk for channel in channels], on=on))
    about: dict[Any, list[Channel]] = {}
    for channel in channels:
        team = {line.person_id for line in lines.get(channel.pk, ()) if line.person_id}
        for person_id in team - {by.pk}:
            about.setdefault(person_id, []).append(channel)
    people = User.objects.present(on).filter(pk__in=about).order_by("pk")
    sent = [
        emails.asked_to_look(
            person, [(one, needs[one.pk]) for one in about[person.pk]], by=by, at=at
        )
        for person in people
    ]
    return sum(message is not None for message in sent)
