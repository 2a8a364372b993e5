"""Carries what waits in the outbox to the mail server. Every row is claimed before it is sent.

A claim is a lease: when a sender dies with a letter in hand, another takes it over after three
minutes. What can go twice is only a letter whose sender died after the server's yes and before
writing it down, and then it carries the same Message-ID.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction

from audit import trail
from audit.events import Event
from notifications.envelopes import envelope
from notifications.models import Message
from notifications.refusals import Refusal, refusal_of

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=3)
ROUND = timedelta(seconds=50)
TRIED_FOR = timedelta(days=5)
# Minutes until the next try, for what is urgent and what is not; the last goes on.
PAUSES = {False: (5, 15, 30, 60, 120, 240), True: (1, 2, 5, 10, 15, 30)}
# A server that is away is asked again sooner than one that has answered about this letter.
SERVER_PAUSE = 30
A_FEW = 20
NO_WORDS = "It did not go, and what the mail server said could not be kept"

Clock = Callable[[], datetime]
Post = Callable[[Message], None]


def deliver_waiting(*, clock: Clock) -> int:
    """Send what is due for most of a minute, urgent first, each letter claimed just before it goes.

    Returns how many went. The clock is asked again for every claim.
    """
    if not settings.SENDS_EMAIL:
        return _keep(clock())
    with post_office() as post:
        return sum(_round(restricted, post, clock) for restricted in (True, False))


def _round(restricted: bool, post: Post, clock: Clock) -> int:
    """Letters about concerns go in a round of their own, before the others.

    Where the server does not answer, a round ends; were it one for all, the others would not have been tried,
    and their tries, which people see, would tell that a letter about a concern was (appointments 7).
    """
    over, sent = clock() + ROUND, 0
    while clock() < over and (message := claim_next(at=clock(), restricted=restricted)):
        refusal = _deliver(message, post, clock)
        if refusal and refusal.is_the_servers:
            break
        sent += refusal is None
    return sent


def deliver_one(pk: UUID | str, *, clock: Clock) -> bool:
    """Send this letter now, if it is due and nobody else has it; says whether it went."""
    if not settings.SENDS_EMAIL:
        _keep(clock(), pk=pk)
        return False
    message = claim(pk, at=clock())
    if message is None:
        return False
    with post_office() as post:
        return _deliver(message, post, clock) is None


def has_several(*, at: datetime) -> bool:
    """Whether more than one letter is due, so that a second sender would find work."""
    return settings.SENDS_EMAIL and len(Message.objects.due(at).values_list("pk")[:2]) == 2


def _keep(at: datetime, **which: Any) -> int:
    """Without a mail server a letter stays where people can read it: in the outbox."""
    return Message.objects.due(at).filter(**which).update(state=Message.State.KEPT, sent_at=at)


def _deliver(message: Message, post: Post, clock: Clock) -> Refusal | None:
    try:
        post(message)
    except Exception as problem:  # one letter that cannot go must not hold up the others
        return _noted(message, problem, at=clock())
    _held(message).update(
        state=Message.State.SENT,
        sent_at=clock(),
        leased_until=None,
        problem="",
        blame="",
        unreached_since=None,
    )
    if not message.restricted:
        _reached()
    return None


def _reached() -> None:
    """The server takes letters again. One about a concern neither says so nor says the opposite."""
    ordinary = Message.objects.unrestricted().on_the_way()
    ordinary.filter(unreached_since__isnull=False).update(unreached_since=None)


def _noted(message: Message, problem: Exception, *, at: datetime) -> Refusal:
    """Write down why it did not go: in our own words where the server's cannot be kept."""
    try:
        refusal = refusal_of(problem)
        with transaction.atomic():
            _failed(message, refusal, at=at)
    except Exception as fault:  # where the database is away, the next line says so
        refusal = Refusal(Message.Blame.LETTER, NO_WORDS)
        _failed(message, refusal, at=at)
        if not message.restricted:
            log.error("Letter %s: its refusal is not kept: %s", message.pk, type(fault).__name__)
    return refusal


def claim_next(*, at: datetime, restricted: bool) -> Message | None:
    """Take the next letter in hand: what is urgent first, then what has waited longest."""
    due = Message.objects.due(at).filter(restricted=restricted)
    due = due.order_by("-urgent", "next_try_at", "pk")
    claims = (claim(pk, at=at) for pk in due.values_list("pk", flat=True)[:A_FEW])
    return next((message for message in claims if message), None)


def claim(pk: UUID | str, *, at: datetime) -> Message | None:
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


def _failed(message: Message, refusal: Refusal, *, at: datetime) -> None:
    """Try again later; after a final no, or five days of trying, give up and say so in the ledger."""
    told = {
        "attempts": message.attempts + 1,
        "problem": refusal.reason,
        "blame": refusal.blame,
        "leased_until": None,
        "unreached_since": unreached_since(message, refusal, at=at),
    }
    if not refusal.is_final and at < message.began_at + TRIED_FOR:
        _held(message).update(
            state=Message.State.WAITING, next_try_at=at + pause(message, refusal), **told
        )
        return
    with transaction.atomic():
        if _held(message).update(state=Message.State.FAILED, failed_at=at, **told):
            record_failure(message, attempts=message.attempts + 1, at=at)


def unreached_since(message: Message, refusal: Refusal, *, at: datetime) -> datetime | None:
    """Since when the server cannot be reached with this letter; nothing where it could be."""
    if refusal.blame != Message.Blame.SERVER:
        return None
    kept = Message.objects.filter(pk=message.pk).values_list("unreached_since", flat=True).first()
    return kept or at


def pause(message: Message, refusal: Refusal) -> timedelta:
    """How long until the next try: longer after each."""
    pauses = PAUSES[message.urgent]
    minutes = pauses[min(message.attempts, len(pauses) - 1)]
    return timedelta(minutes=min(minutes, SERVER_PAUSE) if refusal.is_the_servers else minutes)


def record_failure(message: Message, *, attempts: int, at: datetime) -> None:
    """On record; in the log too, but for what is restricted."""
    if not message.restricted:
        log.warning("Letter %s (%s) could not be delivered", message.pk, message.kind)
    trail.record(
        Event.MESSAGE_FAILED,
        by=None,
        at=at,
        record=message,
        trust_id=message.recipient.trust_id,
        data={"kind": message.kind, "attempts": attempts},
        restricted=message.restricted,
    )


@contextmanager
def post_office() -> Any:
    """One connection for a whole round, opened again after an error."""
    connection = get_connection(timeout=settings.MAIL_DEADLINES["connect"])

    def post(message: Message) -> None:
        mail = envelope(message, connection)
        try:
            connection.open()
            connection.send_messages([mail])
        except Exception:
            hang_up(connection)
            raise

    try:
        yield post
    finally:
        hang_up(connection)


def hang_up(connection: Any) -> None:
    """By now each letter is settled: what the server says to the goodbye changes nothing."""
    with suppress(Exception):
        connection.close()
