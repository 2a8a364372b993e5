"""The Celery application: tasks of every app, the schedule, and the heartbeats that /healthz reads."""

from __future__ import annotations

import os
import signal
from typing import Any

from celery import Celery, bootsteps
from celery.signals import beat_init, before_task_publish, celeryd_init, worker_process_init
from django.core.exceptions import ImproperlyConfigured

from portal import pulse, schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = schedule.for_beat()


@celeryd_init.connect
@beat_init.connect
def keys_must_be_right(**_: Any) -> None:
    """Celery only logs what its signals raise, so this one ends the process."""
    from portal import key_checks

    try:
        key_checks.before_serving()
    except ImproperlyConfigured as fault:
        raise SystemExit(str(fault)) from None


@beat_init.connect
def say_at_once_that_beat_runs(**_: Any) -> None:
    """Health need not wait for the first interval to pass."""
    app.send_task(schedule.HEARTBEAT, expires=60)


@before_task_publish.connect(sender=schedule.HEARTBEAT)
def beat_is_alive(**_: Any) -> None:
    """Only beat publishes this task, so each publication is a tick of beat."""
    from portal import heartbeats

    heartbeats.record("beat")


@worker_process_init.connect
def end_with_the_worker(**_: Any) -> None:
    """A worker that is killed leaves none of its processes behind."""
    from portal import watch

    watch.end_with_parent(signal.SIGKILL)


class SignOfLife(bootsteps.StartStopStep):
    """With Redis the worker's own loop gives the sign; with files the transport does."""

    def start(self, consumer: Any) -> None:
        pulse.beat()
        if consumer.hub:
            self.timer = consumer.timer.call_repeatedly(1.0, pulse.beat)

    def stop(self, consumer: Any) -> None:
        if consumer.hub:
            self.timer.cancel()


app.steps["consumer"].add(SignOfLife)
