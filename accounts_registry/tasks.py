"""The clock's way into the register."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from accounts_registry.actions import search


@shared_task
def refresh_search() -> None:
    search.refresh_search(at=timezone.now())
