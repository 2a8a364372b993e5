"""Where a concern stands, and each set of these that has a name."""

from __future__ import annotations

from django.db.models import TextChoices


class ConcernStatus(TextChoices):
    REPORTED = "reported", "New"
    ACKNOWLEDGED = "acknowledged", "Seen"
    IN_PROGRESS = "in_progress", "Being dealt with"
    AWAITING_EXTERNAL = "awaiting_external", "Waiting for someone else"
    OUTCOME_RECORDED = "outcome_recorded", "Outcome recorded"
    CLOSED = "closed", "Closed"
    DUPLICATE = "duplicate", "Same as another"


HANDLED = (
    ConcernStatus.ACKNOWLEDGED,
    ConcernStatus.IN_PROGRESS,
    ConcernStatus.AWAITING_EXTERNAL,
)
OPEN = (ConcernStatus.REPORTED, *HANDLED, ConcernStatus.OUTCOME_RECORDED)
OVER = (ConcernStatus.CLOSED, ConcernStatus.DUPLICATE)
