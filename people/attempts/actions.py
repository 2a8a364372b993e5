"""Counting attempts, in a way that several processes cannot count past each other."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.timezone import localdate

from audit import trail
from audit.events import Event
from people import emails
from people.attempts.limits import LIMITS, LONGEST, TOLD_FROM
from people.attempts.models import Attempt, LinkAsked
from people.person.models import User
from people.sign_in.links import password_link
from people.system import system_user

HOUR = timedelta(hours=1)
A_SPELL = timedelta(days=1)  # guessing that pauses for less is the same guessing


def begin(
    *,
    kind: str,
    account: str = "",
    address: str = "",
    person: User | None = None,
    is_known: bool = False,
    at: datetime,
) -> Attempt | None:
    """Count an attempt before it is tried; None where it is one too many.

    It is counted first, so that a hundred at once are not all tried before the first has failed.
    """
    marks = {"account": account, "address": address}
    if _is_over(kind, marks, is_known, at):
        return None  # asked once without a lock: a flood of refusals writes nothing
    with transaction.atomic():
        _queue_up(*marks.values())
        if _is_over(kind, marks, is_known, at):
            return None
        return Attempt.objects.create(kind=kind, person=person, at=at, **marks)


def withdraw_attempt(*, attempt: Attempt) -> None:
    """It succeeded, so it was no guess. Earlier ones stay counted: success must not wipe them."""
    Attempt.objects.filter(pk=attempt.pk).delete()


def _is_over(kind: str, marks: dict[str, str], is_known: bool, at: datetime) -> bool:
    limits = LIMITS[kind]
    return any(
        limit is not None
        and marks[name] != ""
        and Attempt.objects.lately(kind, limit.seconds, at=at, **{name: marks[name]})
        >= limit.amount_for(is_known)
        for name, limit in (("account", limits.account), ("address", limits.address))
    )


def _queue_up(*marks: str) -> None:
    """One at a time for each account and address, always in one order. SQLite's writers queue already."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for mark in sorted(filter(None, marks)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [mark])


def tell_of_guessing(*, at: datetime) -> int:
    """Tell each person at whose account somebody is guessing, once for as long as it goes on.

    By the clock and not at the guess, so that the page takes as long for an account that does not exist.
    """
    told = 0
    for row in Attempt.objects.guessed_at(number=TOLD_FROM, since=at - HOUR):
        told += _tell(row["person"], row["guesses"], at)
    Attempt.objects.filter(at__lt=at - timedelta(seconds=LONGEST)).delete()
    return told


@transaction.atomic
def _tell(pk: UUID, guesses: int, at: datetime) -> int:
    person = User.objects.select_for_update(of=("self",)).get(pk=pk)
    before, person.guessed_at = person.guessed_at, at
    person.save(update_fields=["guessed_at"])
    if before and at - before < A_SPELL:
        return 0
    trail.record(
        Event.ACCOUNT_GUESSED, by=system_user(), at=at, record=person, data={"guesses": guesses}
    )
    emails.guessed(person, guesses=guesses, at=at)
    return 1


def ask_for_link(*, email: str, at: datetime) -> None:
    """Note that somebody asked for a link. Whose address it is, the worker finds out: nobody can time that."""
    LinkAsked.objects.create(email=email.strip().lower()[:254], at=at)


def send_links(*, at: datetime) -> int:
    """Send a link to whoever asked and may sign in; forget every address that was typed."""
    asked = list(LinkAsked.objects.filter(at__lte=at))
    sent = sum(_send_link(email, at) for email in {row.email for row in asked})
    LinkAsked.objects.filter(pk__in=[row.pk for row in asked]).delete()
    return sent


@transaction.atomic
def _send_link(email: str, at: datetime) -> int:
    person = User.objects.filter(email=email, is_active=True, is_system=False).first()
    on = localdate(at)
    if person is None or person.has_left(on) or person.is_suspended(on):
        return 0
    return emails.password_asked(person, link=password_link(person), at=at)
