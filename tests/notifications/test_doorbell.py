"""While the queue is away, shut or deaf, no page waits for it longer than a moment, and only once."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from kombu import Connection

from notifications import doorbell, tasks
from people.sign_in.forms import send_soon
from tests.cast import Cast
from tests.notifications.test_tell import tell

# The doorbell's half second and what a loaded machine adds; with the library's own patience one ring costs six.
A_MOMENT = 3.0


@pytest.fixture(params=["shut", "deaf"])
def away(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Redis whose port is closed, or that takes calls and says nothing."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        if request.param == "deaf":
            server.listen(50)
        url = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        asked = SimpleNamespace(connection_for_write=lambda: Connection(url))
        monkeypatch.setattr(doorbell, "current_app", asked)
        yield


@pytest.mark.django_db(transaction=True)
def test_letters_to_many_people_wait_for_it_once(cast: Cast, away: None) -> None:
    began = time.perf_counter()
    for person in (cast.teacher, cast.head, cast.dsl, cast.office):
        tell(person, urgent=True)
    send_soon()
    assert time.perf_counter() - began < A_MOMENT


def test_after_a_pause_it_is_rung_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[Any] = []

    def refuse(*args: Any, **options: Any) -> None:
        rung.append(options["args"])
        raise OSError("nobody there")

    monkeypatch.setattr(tasks.carry, "apply_async", refuse)
    assert not doorbell.ring(tasks.carry)
    assert not doorbell.ring(tasks.carry)
    assert len(rung) == 1
    monkeypatch.setattr(doorbell, "PAUSE", 0)
    doorbell.forget()
    doorbell.ring(tasks.carry)
    doorbell.ring(tasks.carry)
    assert len(rung) == 3
