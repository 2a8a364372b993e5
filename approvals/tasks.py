"""What the clock does for requests."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from approvals import actions
from people.api import system_user


@shared_task
def move_steps() -> int:
    return actions.move_steps(by=system_user(), at=timezone.now())
