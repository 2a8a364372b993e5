"""What the rules about login details find: to confirm now and then, to change when somebody stops."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.urls import reverse

from accounts_registry.api import goings
from accounts_registry.models import IN_USE
from reminders.due import DueReminder, Words
from reminders.review_people import (
    channels_of,
    chased,
    due_of,
    holders_of,
    keepers_of,
    know_lines,
    lines_of,
    unique,
)
from reminders.scope import Scope


def login_details(scope: Scope) -> list[DueReminder]:
    """REM-17: login details that nobody has confirmed for a while."""
    lines_of(scope)
    return [
        due
        for item in due_of(scope, "login")
        for due in chased(
            item,
            scope,
            f"Confirm the login details of {item.channel.account_name}",
            f"Not confirmed: login details of {item.channel.account_name}",
            team=keepers_of(item.channel, scope),
            comms=unique(
                holders_of(item.channel, "COMMS", scope), holders_of(item.channel, "NETMAN", scope)
            ),
        )
    ]


def login_details_to_change(scope: Scope) -> list[DueReminder]:
    """REM-17A: somebody who could sign in no longer should, and the login details are as they were.

    By whatever way: a part in the channel, the post that holds one or looks after the details, the role of
    the network manager; ended, or its holder has left.
    """
    channels = list(channels_of(scope).filter(status__in=IN_USE).select_related("platform"))
    found = goings.of(channels, on=scope.on)
    if not found:
        return []
    know_lines({going.channel.pk for going in found}, scope)
    known = goings.known_days(found)
    due: dict[UUID, DueReminder] = {}
    for going in found:
        day = known.get((going.channel.pk, going.by), going.day)
        due[going.channel.pk] = _to_change(going, max(day, going.shows_from), scope)
    return list(due.values())


def _to_change(going: goings.Going, day: date, scope: Scope) -> DueReminder:
    """Due on the day it was known: a last day that is entered afterwards is not overdue at once."""
    channel = going.channel
    return DueReminder(
        "accounts_registry.channel",
        channel.pk,
        day,
        Words(
            f"Change the login details of {channel.account_name}",
            f"{going.person.full_name} could sign in to it and no longer should",
            reverse("register:confirm_login_details", args=[channel.reference.lower()]),
        ),
        {"team": keepers_of(channel, scope)},
        reference=channel.reference,
    )
