"""What the worker and the clock do for the register."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from accounts_registry.actions import guarding, import_work, search


@shared_task
def refresh_search() -> None:
    search.refresh_search(at=timezone.now())


@shared_task
def watch_channels() -> int:
    """Once a night: which rules are broken since when, and which gaps are mended."""
    on, now = timezone.localdate(), timezone.now()
    guarding.settle_gaps(on=on, at=now)
    return guarding.note_flags(on=on)


@shared_task
def work_on_import(import_id: str) -> None:
    import_work.work_on(import_id=import_id, clock=timezone.now)


@shared_task
def work_on_waiting_imports() -> None:
    import_work.work_on_waiting(clock=timezone.now)
