"""Mail in one worker with everything else, against a mail server that hangs, dies and refuses, with the deadlines people have."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from notifications.models import Message
from tests.cast import Cast
from tests.long.tally import Tally
from tests.notifications.server import DROP, HANG, Server, deaf, server
from tests.notifications.test_tell import tell

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.real_clock(
        "the worker is another process, and five days of tries are counted from now"
    ),
]
WATCHED = 15  # seconds that other work is measured while letters hang
STAGES = ("connect", "greeting", "ehlo", "mail", "rcpt", "data", "yes", "letter")


class Engine:
    """The worker of one process on the tests' database, and somebody who asks it for other work."""

    def __init__(self, data: Path, port: int, broker: str) -> None:
        data.mkdir(exist_ok=True)
        database = connection.settings_dict
        url = {}
        if connection.vendor == "sqlite":
            (data / "portal.sqlite3").unlink(missing_ok=True)
            (data / "portal.sqlite3").symlink_to(database["NAME"])
        else:
            url["DATABASE_URL"] = (
                f"postgres://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}"
                f"?host={database['HOST']}"
            )
        self.environment = {
            **os.environ,
            **url,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_ENV": "embedded",
            "PORTAL_DATA_DIR": str(data),
            "PORTAL_URL": "http://testserver",
            "CELERY_BROKER_URL": broker,
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(port),
            "EMAIL_USE_TLS": "0",
        }
        self.worker = self.start("manage.py", "portalpart", "worker")
        self.pinger = self.start(
            "-m",
            "tests.notifications.pinger",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, *command: str, **options: Any) -> subprocess.Popen[Any]:
        return subprocess.Popen(
            [sys.executable, *command], cwd=settings.BASE_DIR, env=self.environment, **options
        )

    def ask(self, what: str) -> None:
        self.pinger.stdin.write(f"{what}\n")
        self.pinger.stdin.flush()

    def ping(self) -> float:
        self.ask("ping")
        return float(self.pinger.stdout.readline())

    def slowest(self, seconds: float) -> float:
        """The longest that other work waited during this time."""
        over, found = time.monotonic() + seconds, [0.0]
        while time.monotonic() < over:
            found.append(self.ping())
            time.sleep(0.2)
        return max(found)

    def kill(self) -> None:
        """Outright, as a power cut would; the next one begins at once."""
        self.worker.send_signal(signal.SIGKILL)
        self.worker.wait(30)
        leases_over()
        self.worker = self.start("manage.py", "portalpart", "worker")

    def end(self) -> None:
        for process in (self.pinger, self.worker):
            process.kill()
            process.wait(30)


Engines = Callable[[int], AbstractContextManager[Engine]]


@pytest.fixture
def engine(tmp_path: Path, redis_url: str) -> Engines:
    """The worker of a portal on one machine, sending to this port."""

    @contextmanager
    def running(port: int) -> Iterator[Engine]:
        one = Engine(tmp_path / "data", port, redis_url)
        try:
            one.ping()
            yield one
        finally:
            one.end()

    return running


def letters(cast: Cast, number: int, name: str) -> set[str]:
    """So many letters to three people, some of them urgent; their Message-IDs."""
    people = (cast.teacher, cast.head, cast.comms)
    told = [
        tell(people[one % 3], key=f"{name}:{one}", urgent=one % 4 == 0, at=timezone.now())
        for one in range(number)
    ]
    return {f"<{message.pk}@testserver>" for message in told if message}


def pauses_over() -> None:
    """As if the pauses between two tries had passed."""
    Message.objects.filter(state="waiting").update(next_try_at=timezone.now())


def leases_over() -> None:
    """As if the leases had passed of senders that died: only while none is alive."""
    Message.objects.filter(state="leased").update(leased_until=timezone.now())


def until(is_so: Callable[[], bool], seconds: float, meanwhile: Callable[[], None]) -> None:
    over = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < over, Counter(Message.objects.values_list("state", flat=True))
        meanwhile()
        time.sleep(1)


def gone() -> bool:
    return not Message.objects.filter(state__in=("waiting", "leased")).exists()


def delivered(one: Engine, running: Server, expected: set[str]) -> None:
    """Everything arrives, each letter once."""

    def again() -> None:
        pauses_over()
        one.ask("sweep")

    until(gone, 120, again)
    assert Counter(letter.message_id for letter in running.taken) == Counter(expected)


@pytest.mark.parametrize("stage", STAGES)
def test_a_server_that_hangs_or_dies_delays_nobody(
    stage: str, cast: Cast, engine: Engines, tally: Tally
) -> None:
    if stage in tally.done or not tally.has_time():
        pytest.skip("done, or out of time: run it again")
    with server() as running, deaf() as nobody:
        port = nobody if stage == "connect" else running.port
        with engine(port) as one:
            usual = one.slowest(5)
            running.faults = {stage: DROP if stage == "letter" else HANG}
            expected = letters(cast, 12, stage)
            one.ask("sweep")
            if stage not in ("connect", "letter"):
                until(lambda: running.hung > 0, 30, lambda: None)
            slowest = one.slowest(WATCHED)
            assert Message.objects.filter(state="sent").count() == 0
            running.mend()
            if stage != "connect":
                delivered(one, running, expected)
        if stage == "connect":
            pauses_over()
            with engine(running.port) as one:
                delivered(one, running, expected)
    print(f"{stage}: other work {slowest:.2f} s at most, {usual:.2f} s without mail")
    # A machine that is slow without any mail may be slow with it.
    assert slowest < max(1.0, 2 * usual)
    tally.add(letters_that_met_a_fault=len(expected), letters_lost=0)
    tally.add(milliseconds_of_the_slowest_other_task=0)
    worst = max(tally.figures["milliseconds_of_the_slowest_other_task"], round(slowest * 1000))
    tally.figures["milliseconds_of_the_slowest_other_task"] = worst
    tally.finish(stage)


def test_killed_senders_lose_nothing(cast: Cast, engine: Engines, tally: Tally, seed: int) -> None:
    if "kills" in tally.done or not tally.has_time():
        pytest.skip("done, or out of time: run it again")
    chance, kills = random.Random(seed), 10
    expected = letters(cast, 200, "kills")
    with server() as running, engine(running.port) as one:
        running.slow["yes"] = 0.15
        for _ in range(kills):
            one.ping()
            one.ask("sweep")
            before = len(running.taken)
            until(lambda before=before: len(running.taken) > before, 60, lambda: None)
            time.sleep(chance.random())
            one.kill()
        running.mend()
        one.ping()

        def again() -> None:
            pauses_over()
            one.ask("sweep")

        until(gone, 180, again)
        taken = Counter(letter.message_id for letter in running.taken)
    assert set(taken) == expected
    twice = sum(taken.values()) - len(expected)
    # Each kill may catch as many letters as there are senders, between the server's yes and the commit.
    assert twice <= kills * settings.MAIL_SLOTS
    tally.add(senders_killed=kills, letters_with_killed_senders=len(expected), letters_twice=twice)
    tally.finish("kills")


def test_refused_letters_harm_no_others(cast: Cast, engine: Engines, tally: Tally) -> None:
    if "refused" in tally.done or not tally.has_time():
        pytest.skip("done, or out of time: run it again")
    expected = letters(cast, 150, "refused")
    with server() as running, engine(running.port) as one:
        running.for_one = {
            cast.teacher.email or "": {"rcpt": "550 5.1.1 No such user"},
            cast.comms.email or "": {"rcpt": "451 4.7.1 Later"},
        }
        one.ask("sweep")
        until(
            lambda: Message.objects.filter(state="sent").count() == 50,
            120,
            lambda: one.ask("sweep"),
        )
        running.mend()

        def again() -> None:
            pauses_over()
            one.ask("sweep")

        until(gone, 180, again)
        states = Counter(Message.objects.values_list("recipient", "state"))
    assert states == {
        (cast.teacher.pk, "failed"): 50,
        (cast.head.pk, "sent"): 50,
        (cast.comms.pk, "sent"): 50,
    }
    assert len({letter.message_id for letter in running.taken}) == len(running.taken) == 100
    tally.add(letters_where_one_in_three_is_refused=len(expected))
    tally.finish("refused")
