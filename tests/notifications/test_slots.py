"""Mail takes its slots and no more: whoever finds none gives way at once, and one is kept for what is urgent."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery.app.routes import Router
from django.conf import settings

from notifications import delivery, slots, tasks
from portal.celery import app


class Hanging:
    """A mail server in which every letter hangs until it is let go."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.inside = threading.Semaphore(0)
        self.number = 0

    def hang(self, *args: Any, **options: Any) -> int:
        self.number += 1
        self.inside.release()
        self.go_on.wait(30)
        return 0


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hanging]:
    one = Hanging()
    monkeypatch.setattr(delivery, "deliver_waiting", one.hang)
    monkeypatch.setattr(delivery, "deliver_one", one.hang)
    yield one
    one.go_on.set()


def start(work: Callable[..., None], *args: Any) -> threading.Thread:
    thread = threading.Thread(target=work, args=args, daemon=True)
    thread.start()
    return thread


def test_letters_that_hang_hold_their_slots_and_nobody_else(hanging: Hanging) -> None:
    routine = settings.MAIL_SLOTS - 1
    carriers = [start(tasks.carry) for _ in range(routine)]
    assert all(hanging.inside.acquire(timeout=10) for _ in range(routine))
    tasks.carry()  # one more gives way at once
    assert hanging.number == routine
    urgent = start(tasks.deliver_now, "1")
    assert hanging.inside.acquire(timeout=10), "the slot for urgent letters was taken"
    tasks.deliver_now("2")
    assert hanging.number == settings.MAIL_SLOTS
    hanging.go_on.set()
    for thread in (*carriers, urgent):
        thread.join(10)
    with slots.slot() as is_free:
        assert is_free


def test_the_embedded_worker_has_threads_beyond_those_of_the_mail() -> None:
    from portal.management.commands.portalpart import new_worker

    assert new_worker().concurrency - settings.MAIL_SLOTS >= 2


@pytest.mark.parametrize("task", ["deliver_waiting", "carry", "deliver_now"])
def test_mail_has_a_queue_of_its_own_and_nothing_else_is_on_it(task: str) -> None:
    router: Router = app.amqp.router
    assert router.route({}, f"notifications.tasks.{task}")["queue"].name == "mail"
    assert router.route({}, "incidents.tasks.move_on_unseen")["queue"].name == "celery"
    assert {queue.routing_key for queue in app.amqp.queues.values()} >= {"celery", "mail"}
