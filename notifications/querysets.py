"""Named questions about what waits in the outbox and what a person has been told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> MessageQuerySet:
        """One's own letters only."""
        return self.filter(recipient_id=user.pk)

    def due(self, at: datetime) -> MessageQuerySet:
        """Those whose time has come, and those whose sender died with them in hand."""
        waiting = Q(state="waiting", next_try_at__lte=at)
        dropped = Q(state="leased", leased_until__lte=at)
        return self.filter(waiting | dropped)


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> NoticeQuerySet:
        """One's own notices only."""
        return self.filter(recipient_id=user.pk)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)
