"""What the clock does for what people typed."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from drafts import actions


@shared_task
def clear_old_drafts() -> int:
    return actions.clear_old_drafts(at=timezone.now())
