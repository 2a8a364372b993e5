"""What the worker does with sheets of channels."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from register_imports.actions import work


@shared_task
def work_on_import(import_id: str) -> None:
    work.work_on(import_id=UUID(import_id), clock=timezone.now)


@shared_task
def work_on_waiting_imports() -> None:
    work.work_on_waiting(clock=timezone.now)
