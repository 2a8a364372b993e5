"""The post room's counter: hand in what a person should be told; it is told once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from notifications.models import Message, Notice

_told: ContextVar[list[Message] | None] = ContextVar("told", default=None)


@contextmanager
def collecting() -> Iterator[list[Message]]:
    """Gathers what is handed in meanwhile, so that a page can say who was told."""
    told: list[Message] = []
    token = _told.set(told)
    try:
        yield told
    finally:
        _told.reset(token)


def tell(
    person: Any,
    *,
    kind: str,
    key: str,
    subject: str,
    template: str,
    context: dict[str, Any],
    link: str,
    at: datetime,
    reference: str = "",
    notice: str = "",
    needs_action: bool = False,
    urgent: bool = False,
    restricted: bool = False,
) -> Message | None:
    """Tell one person one thing, by e-mail and inside the portal; None when this key has been told.

    `link` is a path in the portal; `notice` is the line shown inside it (the subject by default).
    A restricted message carries a reference and a link and nothing else.
    """
    unique = f"{key}:{person.pk}"
    if Message.objects.filter(key=unique).exists():
        return None
    told = {**context, "person": person, "link": settings.PORTAL_URL + link, "subject": subject}
    message = Message.objects.create(
        key=unique,
        kind=kind,
        recipient=person,
        address=person.email or "",
        subject=subject[:200],
        text=render_to_string(f"{template}.txt", told),
        link=link,
        reference=reference,
        urgent=urgent,
        restricted=restricted,
        created_at=at,
        next_try_at=at,
    )
    Notice.objects.create(
        key=unique,
        recipient=person,
        kind=kind,
        text=(notice or subject)[:200],
        link=link,
        needs_action=needs_action,
        restricted=restricted,
        created_at=at,
    )
    if (told := _told.get()) is not None:
        told.append(message)
    transaction.on_commit(ring)
    return message


def ring() -> None:
    """Ring the worker's doorbell. The outbox row is the truth, so a lost ring loses nothing."""
    from notifications.tasks import deliver_waiting

    deliver_waiting.delay()
