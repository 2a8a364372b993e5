"""The clock's way into the sweeps: every morning, and every quarter of an hour for what is urgent."""

from __future__ import annotations

from datetime import time

from celery import shared_task
from django.utils import timezone

from reminders import actions
from reminders.models import Sweep

MORNING = time(6)


@shared_task
def sweep_daily() -> None:
    actions.sweep_daily(on=timezone.localdate(), at=timezone.now())


@shared_task
def sweep_urgent() -> None:
    """Also makes up for a morning on which nothing ran, or which was not finished.

    A school's computer may be off at six, and a worker may be killed in the middle of its round.
    """
    now = timezone.localtime()
    finished = Sweep.objects.filter(on=now.date(), finished_at__isnull=False)
    if now.time() >= MORNING and not finished.exists():
        sweep_daily()
    else:
        actions.sweep_urgent(on=now.date(), at=now)
