"""What other rooms ask the post room: how much is unread, and what went out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from notifications.models import Message, Notice

LATE = timedelta(minutes=15)


def unread(user: Any) -> int:
    """How many notices this person has not read, for the badge."""
    return Notice.objects.unread().filter(recipient_id=user.pk).count()


def outbox(*, since: datetime | None = None) -> Any:
    """Letters, newest first, with the people they went to. What is restricted is not among them."""
    rows = everything_sent().unrestricted()
    return rows if since is None else rows.filter(created_at__gte=since)


def everything_sent() -> Any:
    """Restricted letters too: for the demonstration, where nothing is real, and for nobody else."""
    return Message.objects.select_related("recipient__trust").order_by("-created_at", "-pk")


def portal_fault(letters: Any) -> str:
    """What the mail server says against this portal itself, if these letters wait for that reason."""
    waiting = letters.unrestricted().on_the_way().filter(blame=Message.Blame.PORTAL)
    return str(waiting.order_by("-next_try_at").values_list("problem", flat=True).first() or "")


def undelivered(*, kind: str, since: datetime, at: datetime) -> list[Message]:
    """Restricted letters of this kind written since then that were refused, or are 15 minutes late."""
    rows = Message.objects.undelivered(since=at - LATE).filter(kind=kind, created_at__gte=since)
    rows = rows.filter(restricted=True).select_related("recipient").defer("text")
    return list(rows.order_by("created_at", "pk"))


def told(ids: list[str]) -> list[Message]:
    """These letters, in the order they were handed in, one to a person."""
    found: dict[Any, Message] = {}
    for message in (
        Message.objects.filter(pk__in=ids).select_related("recipient").order_by("created_at", "pk")
    ):
        found.setdefault(message.recipient_id, message)
    return list(found.values())
