"""Messages as files: whole or absent, kept until they are done, set aside when they are none."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from kombu import Connection, Consumer, Exchange, Queue

from portal import folder_queue
from tests.engine import faults
from tests.services import ROOT

QUEUE = Queue("celery", Exchange("celery", type="direct"), routing_key="celery")
HEADERS = {"task": "some.task", "id": "1"}


@contextmanager
def channel(folder: Path) -> Iterator[Any]:
    options = {"folder": str(folder), "polling_interval": 0.01}
    transport = "portal.folder_queue:Transport"
    with (
        Connection("filesystem://", transport=transport, transport_options=options) as connection,
        connection.channel() as opened,
    ):
        yield opened


def publish(folder: Path, *numbers: int) -> None:
    with channel(folder) as opened:
        producer = opened.connection.client.Producer(opened)
        for number in numbers:
            producer.publish(
                number,
                exchange=QUEUE.exchange,
                routing_key="celery",
                declare=[QUEUE],
                headers=HEADERS,
            )


def take(folder: Path, *, finish: bool = True) -> list[Any]:
    """Everything that a consumer is given before nothing comes any more."""
    taken: list[Any] = []

    def note(body: Any, message: Any) -> None:
        taken.append(body)
        if finish:
            message.ack()

    with channel(folder) as opened:
        consumer = Consumer(opened, [QUEUE], callbacks=[note], accept=["json"])
        consumer.on_decode_error = lambda message, fault: message.ack()
        with consumer:
            try:
                while True:
                    opened.connection.client.drain_events(timeout=0.1)
            except TimeoutError:
                return taken


def waiting(folder: Path) -> list[str]:
    return [path.name for path in (folder / "in").iterdir()]


def test_messages_come_in_the_order_they_were_sent(tmp_path: Path) -> None:
    publish(tmp_path, *range(20))
    assert take(tmp_path) == list(range(20))
    assert waiting(tmp_path) == list((tmp_path / "taken").iterdir()) == []


def test_a_message_is_whole_before_it_can_be_found(tmp_path: Path, monkeypatch: Any) -> None:
    seen: list[list[str]] = []
    write = Path.write_bytes

    def look(path: Path, data: bytes) -> int:
        written = write(path, data[:5])
        seen.append(waiting(tmp_path))
        return written + path.open("ab").write(data[5:])

    monkeypatch.setattr(Path, "write_bytes", look)
    publish(tmp_path, 1)
    assert seen == [[]]
    assert take(tmp_path) == [1]


def test_four_that_write_and_one_that_reads_at_once(tmp_path: Path) -> None:
    threads = [
        threading.Thread(target=publish, args=[tmp_path, *range(first, first + 50)])
        for first in (0, 50, 100, 150)
    ]
    for thread in threads:
        thread.start()
    taken: list[Any] = []
    while any(thread.is_alive() for thread in threads):
        taken += take(tmp_path)
    assert sorted(taken + take(tmp_path)) == list(range(200))


def test_what_is_no_message_is_set_aside_and_said(tmp_path: Path, caplog: Any) -> None:
    publish(tmp_path, 1)
    planted = faults.plant(tmp_path / "in", faults.broken_texts())
    publish(tmp_path, 2)
    with caplog.at_level(logging.ERROR, "portal.folder_queue"):
        taken = take(tmp_path)
    assert [body for body in taken if isinstance(body, int)] == [1, 2]
    assert waiting(tmp_path) == []
    aside = list((tmp_path / "bad").iterdir())
    assert 40 < len(aside) <= planted
    assert len(caplog.records) == len(aside)
    assert "whole.has.this" not in caplog.text and "name that is none" not in caplog.text


TAKER = """
import sys, time
from pathlib import Path
from tests.setup import test_folder_queue as queue
with queue.channel(Path(sys.argv[1])) as opened:
    assert opened.basic_get("celery").payload == 7
    print("taken", flush=True)
    time.sleep(60)
"""


def test_what_a_killed_process_had_in_hand_is_given_again(tmp_path: Path) -> None:
    publish(tmp_path, 7)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", TAKER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as taker:
        assert taker.stdout and taker.stdout.readline() == b"taken\n"
        assert take(tmp_path) == [], "it was taken from a process that lives"
        taker.send_signal(signal.SIGKILL)
    assert take(tmp_path) == [7]
    assert take(tmp_path) == []


def test_what_is_not_finished_at_the_end_waits_again(tmp_path: Path) -> None:
    publish(tmp_path, 7)
    assert take(tmp_path, finish=False) == [7]
    assert take(tmp_path) == [7]


def test_what_is_never_finished_is_set_aside_in_the_end(tmp_path: Path, caplog: Any) -> None:
    publish(tmp_path, 7)
    for _ in range(folder_queue.MOST_TAKES):
        assert take(tmp_path, finish=False) == [7]
    assert take(tmp_path) == waiting(tmp_path) == []
    assert "was taken 5 times and never finished" in caplog.text


def test_what_a_killed_publisher_left_goes_after_a_day(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    for name, age in (("old.celery.msg", 2 * 86400), ("young.celery.msg", 60)):
        left = tmp_path / "new" / name
        left.write_bytes(b"{")
        os.utime(left, (time.time() - age,) * 2)
    assert take(tmp_path) == [1]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["young.celery.msg"]


@pytest.mark.parametrize("step", ["purge", "size"])
def test_counting_and_emptying(tmp_path: Path, step: str) -> None:
    publish(tmp_path, 1, 2)
    with channel(tmp_path) as opened:
        assert (opened.queue_purge("celery") if step == "purge" else opened._size("celery")) == 2
    assert len(waiting(tmp_path)) == (0 if step == "purge" else 2)
