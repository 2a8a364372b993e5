"""What the worker and the clock do for the register."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from accounts_registry.life.actions import guarding
from accounts_registry.search import actions as search


@shared_task
def refresh_search() -> None:
    search.refresh_search(at=timezone.now())


@shared_task
def watch_channels() -> int:
    """Once a night: which rules are broken since when, and which gaps are mended."""
    on, now = timezone.localdate(), timezone.now()
    guarding.settle_gaps(on=on, at=now)
    return guarding.note_flags(on=on)
