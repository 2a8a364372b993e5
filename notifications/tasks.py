"""The post room's tasks, on a queue of their own. None waits for another: whoever finds no free slot gives way."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from notifications import delivery, doorbell, slots


@shared_task
def deliver_waiting() -> None:
    """The minute's sweep. Where several letters wait it asks for others to carry with it."""
    if delivery.has_several(at=timezone.now()):
        for _ in range(settings.MAIL_SLOTS - 2):
            doorbell.ring(carry)
    carry()


@shared_task
def carry() -> None:
    with slots.slot() as is_free:
        if is_free:
            delivery.deliver_waiting(clock=timezone.now)


@shared_task
def deliver_now(pk: str) -> None:
    """The doorbell: this letter alone."""
    with slots.slot(urgent=True) as is_free:
        if is_free:
            delivery.deliver_one(pk, clock=timezone.now)
