"""What the clock does for people."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from people import actions


@shared_task
def write_test_letters() -> None:
    actions.write_test_letters(at=timezone.now())
