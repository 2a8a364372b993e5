"""Making files outside the request."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from reports import actions


@shared_task
def prepare(export_id: str) -> None:
    actions.prepare_export(export_id=export_id, at=timezone.now())


@shared_task
def prepare_waiting() -> None:
    actions.prepare_waiting_exports(at=timezone.now())
