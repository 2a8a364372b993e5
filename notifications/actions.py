"""What a person does with their own notices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from notifications.models import Notice


def mark_read(*, notice: Notice, by: Any, at: datetime) -> None:
    """Put one of one's own notices away."""
    Notice.objects.unread().filter(pk=notice.pk, recipient_id=by.pk).update(read_at=at)


def mark_information_read(*, by: Any, at: datetime) -> int:
    """Put away everything of one's own that needs nothing done; returns how many there were."""
    return Notice.objects.unread().filter(recipient_id=by.pk, needs_action=False).update(read_at=at)
