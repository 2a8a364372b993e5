"""What the rules about login details find: to confirm now and then, to change when somebody stops."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts_registry import agenda
from accounts_registry.models import ChannelPerson
from reminders.due import Due, Words
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

# A change of those who could sign in counts as an event for so long.
ROTATE_WITHIN = timedelta(days=90)


def login_details(scope: Scope) -> list[Due]:
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


def login_details_to_change(scope: Scope) -> list[Due]:
    """REM-17A: somebody who could sign in has stopped, and the login details are as they were."""
    since = scope.on - ROTATE_WITHIN
    ended = ChannelPerson.objects.filter(
        channel__in=channels_of(scope).filter(status__in=agenda.IN_USE),
        part__in=("master", "administrator"),
        person__isnull=False,
        end_date__gte=since,
        end_date__lt=scope.on + timedelta(days=1),
    ).select_related("channel__platform", "person")
    rows = list(ended.order_by("end_date"))
    still = _still(ended, scope.on) if rows else set()
    know_lines({row.channel_id for row in rows}, scope)
    found: dict[UUID, Due] = {}
    for row in rows:
        rotated = row.channel.credentials_rotated_on
        is_done = rotated is not None and rotated >= row.end_date
        if not is_done and (row.channel_id, row.person_id) not in still:
            found[row.channel_id] = _to_change(row, scope)
    return list(found.values())


def _still(ended: Any, on: date) -> set[tuple[UUID, UUID]]:
    """Who runs the same channel in another part after all."""
    rows = ChannelPerson.objects.on(on + timedelta(days=1)).filter(
        channel__in=ended.values("channel_id"), part__in=("master", "administrator")
    )
    return set(rows.values_list("channel_id", "person_id"))


def _to_change(row: ChannelPerson, scope: Scope) -> Due:
    channel = row.channel
    return Due(
        "accounts_registry.channel",
        channel.pk,
        row.end_date or scope.on,
        Words(
            f"Change the login details of {channel.account_name}",
            f"{row.person.full_name} no longer administers it" if row.person else "",
            reverse("register:login_details", args=[channel.reference.lower()]),
        ),
        {"team": keepers_of(channel, scope)},
        reference=channel.reference,
    )
