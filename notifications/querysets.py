"""Named questions about what waits in the outbox and what a person has been told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

SLACK = timedelta(minutes=2)  # by so much two machines' clocks may differ
LONGEST = timedelta(minutes=30)  # nobody holds a letter for so long


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> MessageQuerySet:
        """One's own letters only."""
        return self.filter(recipient_id=user.pk)

    def due(self, at: datetime) -> MessageQuerySet:
        """Those whose time has come, and those whose sender died with them in hand.

        What was written, or taken in hand, in the future is due too: the clock was set back since.
        """
        waiting = Q(state="waiting") & (Q(next_try_at__lte=at) | Q(created_at__gt=at + SLACK))
        dropped = Q(state="leased") & (Q(leased_until__lte=at) | Q(leased_until__gt=at + LONGEST))
        return self.filter(waiting | dropped)


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> NoticeQuerySet:
        """One's own notices only."""
        return self.filter(recipient_id=user.pk)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)
