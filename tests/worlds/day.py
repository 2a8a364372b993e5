"""A day and a half of routine, the same in every world: sweeps, letters with the mail server away, signing, confirming."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import time_machine
from django.test import override_settings
from django.utils import timezone

from notifications import post
from notifications.models import Message
from people.appointments import actions as appointments
from people.appointments.models import Appointment
from portal.schedule import ROWS
from tests.cast import Cast
from tests.factories import NOW
from tests.reports.making import made
from tests.worlds.mail import Server
from tests.worlds.steady import keys_from

MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
SERVER = "tests.worlds.mail.Server"
MINUTE = timedelta(minutes=1)
# The server is away for this long, and routine is watched a little longer.
AWAY, WATCHED = 4 * MINUTE, range(8)
MOST_ROUNDS = 50


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    with time_machine.travel(moment, tick=False):
        yield


def run(*names: str) -> None:
    """These rows of the schedule; all of them where none is named. What one makes shifts no key of another."""
    for row in ROWS:
        if not names or row.name in names:
            module, _, name = row.task.rpartition(".")
            with keys_from(f"{row.name} {timezone.now()}"):
                getattr(import_module(module), name)()


@contextmanager
def a_mail_server(away: timedelta = AWAY) -> Iterator[None]:
    """One that is away for the first minutes, and then takes what it is given."""
    Server.arrived.clear()
    Server.away_until = NOW + away
    with override_settings(SENDS_EMAIL=True, EMAIL_BACKEND=SERVER):
        yield


def pass_a_day(*casts: Cast) -> None:
    """What happens whether or not there are concerns, with the keys of its rows drawn anew."""
    with a_mail_server():
        begin(*casts)
        for minute in WATCHED:
            deliver(NOW + minute * MINUTE)
        deliver_all(NOW + WATCHED.stop * MINUTE)
        monday()


def pass_a_day_with_room(*casts: Cast) -> None:
    """The same where every letter leaves in its own minute.

    How many tries fit into one round, and which of them meet a server that is away, is shared by all trusts:
    that one has more letters may delay another's, and is no secret.
    """
    with a_mail_server(away=timedelta()):
        begin(*casts)
        for minute in WATCHED:
            deliver_all(NOW + minute * MINUTE)
        monday()


def monday() -> None:
    with clock_at(MONDAY):
        run()
    deliver_all(MONDAY + MINUTE)
    with clock_at(MONDAY + 4 * timedelta(hours=1)):
        run("deliver e-mails", "urgent reminders", "watch the door")


def pass_some_minutes(*casts: Cast) -> None:
    """The letters alone."""
    with a_mail_server():
        begin(*casts)
        for minute in WATCHED:
            deliver(NOW + minute * MINUTE)


def begin(*casts: Cast) -> None:
    for cast in casts:
        with keys_from(f"morning of {cast.trust.short_name}"):
            morning(cast)


def deliver(moment: datetime) -> None:
    with clock_at(moment):
        run("deliver e-mails")


def deliver_all(moment: datetime) -> None:
    """Rounds until nothing is due: how many letters fit into one depends on all trusts together."""
    for _ in range(MOST_ROUNDS):
        with clock_at(moment):
            if not Message.objects.due(moment).exists():
                return
        deliver(moment)
    raise AssertionError(f"Letters are due at {moment} whatever is delivered")


def morning(cast: Cast) -> None:
    """Somebody is told something, one appointment is confirmed, a file is asked for."""
    tell(cast.office, "urgent", urgent=True)
    tell(cast.teacher, "not urgent")
    waiting = Appointment.objects.filter(person=cast.line_manager).get()
    appointments.confirm(appointment=waiting, by=cast.head, at=NOW)
    made(cast, "register_json")


def tell(person: Any, what: str, **more: Any) -> None:
    post.tell(
        person,
        kind="x",
        key=what,
        subject="Decide by Friday",
        template="approvals/emails/for_information",
        context={},
        link="/",
        at=NOW,
        **more,
    )
