"""The register's work outside the request."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from accounts_registry.actions import import_work


@shared_task
def work_on_import(import_id: str) -> None:
    import_work.work_on(import_id=import_id, clock=timezone.now)


@shared_task
def work_on_waiting_imports() -> None:
    import_work.work_on_waiting(clock=timezone.now)
