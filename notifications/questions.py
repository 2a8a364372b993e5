"""What other rooms ask the post room: how much is unread, and what went out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from notifications.models import Message, Notice


def unread(user: Any) -> int:
    """How many notices this person has not read, for the badge."""
    return Notice.objects.unread().filter(recipient_id=user.pk).count()


def outbox(*, since: datetime | None = None, limit: int | None = None) -> Any:
    """Letters, newest first, with the people they went to."""
    rows = Message.objects.select_related("recipient__trust").order_by("-created_at", "-pk")
    if since is not None:
        rows = rows.filter(created_at__gte=since)
    return rows[:limit]


def told(ids: list[str]) -> list[Message]:
    """These letters, in the order they were handed in, one to a person."""
    found: dict[Any, Message] = {}
    for message in (
        Message.objects.filter(pk__in=ids).select_related("recipient").order_by("created_at", "pk")
    ):
        found.setdefault(message.recipient_id, message)
    return list(found.values())
