"""Worker and beat as threads of one process, for a portal without a broker server."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

from celery.beat import EmbeddedService
from celery.worker import WorkController
from django.conf import settings
from django.core.management import BaseCommand

from portal.celery import app


class Command(BaseCommand):
    help = "Runs Celery's worker and beat until told to stop, or until its parent is gone."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        parent = os.getppid()
        worker, beat = new_worker(), new_beat()
        runner = threading.Thread(target=worker.start, name="worker", daemon=True)
        runner.start()
        beat.start()
        # The web server shows in /healthz when one of the two ends; nothing is left when the parent ends.
        while not stop.wait(0.5) and os.getppid() == parent and runner.is_alive():
            pass
        beat.stop()
        worker.stop()


def new_worker() -> WorkController:
    app.autodiscover_tasks(force=True)
    app.finalize()
    return WorkController(
        app=app,
        pool_cls="threads",
        # Mail takes its slots and no more, so two threads are always there for the rest (ADR 0010).
        concurrency=2 + settings.MAIL_SLOTS,
        loglevel="WARNING",
        without_heartbeat=True,
        without_mingle=True,
        without_gossip=True,
    )


def new_beat() -> Any:
    return EmbeddedService(
        app,
        thread=True,
        max_interval=5,
        schedule_filename=settings.CELERY_BEAT_SCHEDULE_FILENAME,
    )
