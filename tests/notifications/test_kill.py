"""A worker killed with a letter in hand loses nothing: a real process, a real Redis, a real SIGKILL."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from notifications import delivery
from notifications.models import Message, Notice
from tests.cast import Cast
from tests.notifications.sink import Sink, sink
from tests.notifications.test_tell import tell

LETTERS = 12


@contextmanager
def worker(redis_url: str, server: Sink, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    database = {
        key: str(connection.settings_dict[key])
        for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    }
    keys = {name: list(getattr(settings, name)) for name in ("CONCERN_KEYS", "AUTHENTICATOR_KEYS")}
    environment = {
        **os.environ,
        "PORTAL_ENV": "embedded",
        "PORTAL_DATA_DIR": str(data),
        "PORTAL_URL": "http://testserver",
        "CELERY_BROKER_URL": redis_url,
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(server.port),
        "EMAIL_USE_TLS": "0",
        # Its keys are those of the tests' database: with others it would refuse to start.
        "TEST_WORKER": json.dumps({"database": database, "keys": keys}),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.notifications.worker"], env=environment
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def ring(redis_url: str) -> None:
    Celery(broker=redis_url, set_as_current=False).send_task("notifications.tasks.deliver_waiting")


def letters_to(people: list[Any]) -> list[Message]:
    now = timezone.now()
    told = [
        tell(person, key=f"thing:{number}", at=now)
        for number in range(LETTERS // len(people))
        for person in people
    ]
    return [message for message in told if message]


@pytest.mark.real_clock(
    "The worker is a process of its own and leases letters by the machine's clock."
)
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_no_letter(cast: Cast, redis_url: str, tmp_path: Path) -> None:
    sent = letters_to([cast.teacher, cast.head, cast.comms])
    expected = {f"<{message.pk}@testserver>" for message in sent}
    with sink() as server:
        server.stop_at = 5
        with worker(redis_url, server, tmp_path) as process:
            ring(redis_url)
            assert server.has_stopped.wait(60), "the worker never came to the fifth letter"
            os.kill(process.pid, signal.SIGKILL)
            assert process.wait(30) == -signal.SIGKILL
        server.go_on.set()
        assert Message.objects.filter(state="sent").count() == 4
        assert Message.objects.filter(state="leased").count() == 1

        after = timezone.now() + timedelta(minutes=6)
        mail = "django.core.mail.backends.smtp.EmailBackend"
        with override_settings(
            SENDS_EMAIL=True,
            EMAIL_BACKEND=mail,
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=server.port,
            EMAIL_USE_TLS=False,
        ):
            delivery.deliver_waiting(clock=lambda: after)
    assert set(server.taken) == expected
    # Only the letter in hand may have gone twice, and then under the same Message-ID.
    assert len(server.taken) <= LETTERS + 1
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert Notice.objects.count() == LETTERS
