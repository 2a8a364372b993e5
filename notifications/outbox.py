"""What other rooms ask the post room: how much is unread, and what went out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from access.check import Person
from notifications.models import Message, Notice

LATE = timedelta(minutes=15)


def unread(user: Person) -> int:
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


class Unreached(NamedTuple):
    """Since when no letter reaches the mail server, and what came of the last try."""

    since: datetime
    reason: str


def unreached(letters: Any, *, at: datetime) -> Unreached | None:
    """Whether the mail server has been away from these letters for a quarter of an hour.

    Restricted letters have no part in it.
    """
    waiting = letters.unrestricted().on_the_way().filter(blame=Message.Blame.SERVER)
    late = waiting.filter(unreached_since__lte=at - LATE).order_by("unreached_since")
    found = late.values_list("unreached_since", "problem").first()
    return Unreached(*found) if found else None


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
