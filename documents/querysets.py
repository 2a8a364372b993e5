"""Named questions about prepared files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> ExportQuerySet:
        """One's own and nobody else's."""
        return self.filter(asked_by=user)

    def waiting(self, at: datetime) -> ExportQuerySet:
        """Asked for and not begun, or begun by a worker that is no more."""
        return self.filter(Q(state="asked") | Q(state="working", leased_until__lt=at))

    def before(self, export: Any) -> ExportQuerySet:
        """Numbered files of the same register, the newest first."""
        return self.filter(
            kind=export.kind,
            trust_id=export.trust_id,
            school_id=export.school_id,
            version__isnull=False,
            state="ready",
        ).order_by("-version", "-ready_at")
