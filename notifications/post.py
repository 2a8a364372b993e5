"""The post room's counter: hand in what a person should be told; it is told once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from access.check import Person
from notifications import doorbell, letters
from notifications.models import Message, Notice

A_REPORT = "A report needs you"

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
    person: letters.Addressee,
    *,
    kind: str,
    key: str,
    subject: str,
    template: str,
    context: dict[str, Any],
    link: str,
    at: datetime,
    reference: str = "",
    address: str = "",
    notice: str = "",
    why: str = letters.WHY,
    needs_action: bool = False,
    urgent: bool = False,
    restricted: bool = False,
    only_by_email: bool = False,
) -> Message | None:
    """Tell one person one thing, by e-mail and inside the portal; None when this key has been told.

    `template` holds the words between the greeting and the footer: both are added here. `link` is a
    path in the portal; `notice` is the line shown inside it (the subject by default); `why` ends the
    sentence "You got this because"; `address` is another than the person has now; `only_by_email` shows nothing in the portal. A restricted message
    carries a reference and a link, nothing else.
    """
    unique = f"{key}:{person.pk}"
    words = {**context, "person": person, "link": settings.PORTAL_URL + link, "subject": subject}
    row: dict[str, Any] = {
        "kind": kind,
        "recipient": person,
        "address": address or person.email or "",
        "own_address": not address,
        "subject": letters.one_line(subject),
        "text": letters.written(template, words, why=why),
        "link": link,
        "reference": reference,
        "urgent": urgent,
        "restricted": restricted,
        "created_at": at,
        "next_try_at": at,
    }
    message, is_new = Message.objects.get_or_create(key=unique, defaults=row)
    if not is_new:
        return None
    if not only_by_email:
        Notice.objects.create(
            key=unique,
            recipient_id=person.pk,
            kind=kind,
            text=A_REPORT if restricted and needs_action else letters.one_line(notice or subject),
            link=link,
            needs_action=needs_action,
            restricted=restricted,
            created_at=at,
        )
    if (told := _told.get()) is not None:
        told.append(message)
    if urgent:
        transaction.on_commit(partial(ring, message.pk))
    return message


def take_back(person_id: UUID, *, link: str) -> None:
    """Forget what this person was told about this page: unsent e-mails and notices go."""
    told = {"recipient_id": person_id, "link": link}
    Notice.objects.filter(**told).delete()
    Message.objects.filter(**told, state=Message.State.WAITING).delete()


def settle(*, reference: str, at: datetime, person: Person | None = None, kind: str = "") -> int:
    """What was asked about this is done: the notices that asked for it need nobody any more.

    Only those of `person`, or of a `kind`, where one is given.
    """
    asked = Message.objects.filter(reference=reference)
    if kind:
        asked = asked.filter(kind=kind)
    notices = Notice.objects.unread().filter(key__in=asked.values("key"), needs_action=True)
    if person is not None:
        notices = notices.filter(recipient_id=person.pk)
    return notices.update(read_at=at)


def ring(pk: UUID) -> None:
    """Ring the worker's doorbell for this letter alone: when it goes says nothing about any other.

    What is not urgent goes with the minute's sweep. The outbox row is the truth, so a lost ring loses nothing.
    """
    from notifications.tasks import deliver_now

    doorbell.ring(deliver_now, str(pk))
