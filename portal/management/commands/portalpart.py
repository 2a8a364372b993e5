"""The worker, the mail's worker or beat, in a process of its own: started and watched by portal/watch.py."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from typing import Any

from celery import beat
from celery.worker import WorkController, state
from django.conf import settings
from django.core.management import BaseCommand
from kombu.utils.imports import symbol_by_name

from portal import pulse
from portal.celery import app

QUIETLY = ("--quiet", "worker", "--loglevel=WARNING")
PATIENCE = 10  # seconds between being told that nobody watches any more, and the end


class Command(BaseCommand):
    help = "Runs a Celery worker or beat until told to stop, or until its parent is gone."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("part", choices=["worker", "mail", "beat"])
        parser.add_argument("--signs", type=int, help="the pipe that takes signs of life")
        parser.add_argument(
            "--after", type=float, default=0.0, help="by the clock that only passes"
        )

    def handle(
        self, *args: Any, part: str, signs: int | None, after: float, **options: Any
    ) -> None:
        pulse.be(part)
        if signs is not None:
            pulse.use(signs)
        threading.Thread(target=end_with, args=[os.getppid()], daemon=True).start()
        if part != "beat":
            app.autodiscover_tasks(force=True)
        app.finalize()
        wait_until(after)
        {"worker": work, "mail": carry, "beat": tick}[part]()


def end_with(parent: int) -> None:
    """Nothing is left running when nobody watches any more, also where the kernel does not see to it."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)


def wait_until(moment: float) -> None:
    """The rest of the pause after an earlier end, with everything loaded."""
    while (left := moment - time.monotonic()) > 0:
        pulse.tell()
        time.sleep(min(left, 0.5))


def work() -> None:
    if settings.IS_PRODUCTION:
        # Processes instead of threads: one that runs out of memory is not the whole worker.
        app.worker_main([*QUIETLY, "--concurrency=2", "--queues=celery"])
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, finish)
    worker = new_worker()
    worker.start()
    sys.exit(worker.exitcode or 0)


def new_worker() -> WorkController:
    """One for everything: mail takes its slots and no more, so two threads are always there for the rest (ADR 0010)."""
    return WorkController(
        app=app,
        pool_cls="threads",
        concurrency=2 + settings.MAIL_SLOTS,
        loglevel="WARNING",
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
    )


def carry() -> None:
    """Letters alone, in threads: a mail server that hangs holds up no concern, no PDF and no import."""
    threads = f"--concurrency={2 + settings.MAIL_SLOTS}"
    app.worker_main([*QUIETLY, "--pool=threads", threads, "--queues=mail"])


def finish(*_: Any) -> None:
    """Take nothing more, and stop when what is in hand is done."""
    state.should_stop = os.EX_OK  # type: ignore[assignment]  # asked for and untyped


def tick() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)
    scheduler = symbol_by_name(settings.CELERY_BEAT_SCHEDULER)
    beat.Service(app, scheduler_cls=scheduler).start()


def leave(*_: Any) -> None:
    sys.exit(0)
