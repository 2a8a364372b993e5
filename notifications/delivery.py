"""Carries what waits in the outbox to the mail server. Every row is claimed before it is sent.

A claim is a lease: when a sender dies with a letter in hand, another takes it over after five
minutes. What can go twice is only a letter whose sender died after the server's yes and before
writing it down, and then it carries the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string

from audit import trail
from audit.events import Event
from notifications import letters
from notifications.models import Message

LEASE = timedelta(minutes=5)
WAITS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
NO_ADDRESS = "This person has no e-mail address"

Clock = Callable[[], datetime]
Post = Callable[[Message], None]


def deliver_waiting(*, clock: Clock) -> int:
    """Send what is due, each letter claimed just before it goes; returns how many went.

    A round can take minutes, so this asks the clock again for every claim.
    """
    if not settings.SENDS_EMAIL:
        return _keep(clock())
    due = list(
        Message.objects.due(clock()).order_by("-urgent", "next_try_at").values_list("pk", flat=True)
    )
    if not due:
        return 0
    with post_office() as post:
        return sum(_deliver(pk, post, clock) for pk in due)


def _keep(at: datetime) -> int:
    """Without a mail server a letter stays where people can read it: in the outbox."""
    return Message.objects.due(at).update(state=Message.State.KEPT, sent_at=at)


def _deliver(pk: Any, post: Post, clock: Clock) -> bool:
    message = claim(pk, at=clock())
    if message is None:
        return False
    try:
        post(message)
    except Exception as problem:  # one letter that cannot go must not hold up the others
        _failed(message, problem, at=clock())
        return False
    _held(message).update(state=Message.State.SENT, sent_at=clock(), leased_until=None, problem="")
    return True


def claim(pk: Any, *, at: datetime) -> Message | None:
    """Take this letter in hand, unless somebody else has just done so."""
    taken = (
        Message.objects.due(at)
        .filter(pk=pk)
        .update(state=Message.State.LEASED, leased_until=at + LEASE)
    )
    return Message.objects.select_related("recipient__trust").get(pk=pk) if taken else None


def _held(message: Message) -> Any:
    """This letter while our claim on it stands: a sender that was too slow changes nothing."""
    return Message.objects.filter(
        pk=message.pk, state=Message.State.LEASED, leased_until=message.leased_until
    )


def _failed(message: Message, problem: Exception, *, at: datetime) -> None:
    """Try again later; after the last time give up, and say so in the ledger."""
    told = {
        "attempts": message.attempts + 1,
        "problem": letters.one_line(str(problem) or type(problem).__name__),
    }
    may_try_again = message.attempts < len(WAITS) and bool(message.address)
    if may_try_again:
        wait = WAITS[message.attempts]
        _held(message).update(
            state=Message.State.WAITING, next_try_at=at + wait, leased_until=None, **told
        )
        return
    with transaction.atomic():
        if _held(message).update(state=Message.State.FAILED, leased_until=None, **told):
            trail.record(
                Event.MESSAGE_FAILED,
                by=None,
                at=at,
                record=message,
                trust_id=message.recipient.trust_id,
                data={"kind": message.kind, "attempts": told["attempts"]},
                restricted=message.restricted,
            )


@contextmanager
def post_office() -> Any:
    """One connection for a whole round, opened again after an error. A server that does not answer is asked once."""
    connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
    unreachable: list[Exception] = []

    def post(message: Message) -> None:
        if unreachable:
            raise unreachable[0]
        try:
            connection.open()
        except OSError as problem:
            unreachable.append(problem)
            raise
        try:
            connection.send_messages([envelope(message, connection)])
        except Exception:
            connection.close()
            raise

    try:
        yield post
    finally:
        connection.close()


def envelope(message: Message, connection: Any = None) -> EmailMultiAlternatives:
    """The e-mail of this row: text first, then the same words in HTML."""
    if not message.address:
        raise ValueError(NO_ADDRESS)
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.address],
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    mail.attach_alternative(html(message), "text/html")
    return mail


def message_id(message: Message) -> str:
    """Always the same for one row, so that a mail program shows a repeated letter once."""
    return f"<{message.pk}@{urlsplit(settings.PORTAL_URL).hostname}>"


def html(message: Message) -> str:
    return render_to_string(
        "emails/base.html",
        {
            "subject": message.subject,
            "text": message.text,
            "paragraphs": letters.paragraphs(message.text),
            "footer": letters.footer(message.text),
            "trust": message.recipient.trust,
        },
    )
