"""The clock's way into the sweeps: every morning, and every quarter of an hour for what is urgent."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from reminders import actions, sweeps


@shared_task
def sweep_daily() -> None:
    actions.sweep_daily(on=timezone.localdate(), at=timezone.now())


@shared_task
def sweep_urgent() -> None:
    """Also makes up for a morning on which nothing ran, or that broke off: a school's computer may be off at six."""
    now = timezone.localtime()
    if now.time() >= sweeps.MORNING and not sweeps.came_to_its_end(now.date()):
        sweep_daily()
    else:
        actions.sweep_urgent(on=now.date(), at=now)


@shared_task
def clear_old_sweeps() -> int:
    return actions.clear_old_sweeps(on=timezone.localdate())
