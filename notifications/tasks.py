"""The post room's task: the minute's sweep and the doorbell both end here."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from notifications import delivery


@shared_task
def deliver_waiting() -> None:
    delivery.deliver_waiting(clock=timezone.now)
