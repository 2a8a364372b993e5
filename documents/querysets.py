"""Named questions about prepared files."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.db.models import Q

from access.check import Person, own_trusts, schools_where, trusts_where
from access.roles import Permission


class ExportQuerySet(models.QuerySet):
    def visible_to(self, user: Person, *, on: date) -> ExportQuerySet:
        """One's own, and all of the schools and trusts whose register one may export."""
        schools = schools_where(user, Permission.REGISTER_EXPORT, on)
        trusts = trusts_where(user, Permission.REGISTER_EXPORT, on)
        return self.filter(
            Q(asked_by=user) | Q(school_id__in=schools) | Q(trust_id__in=trusts),
            trust_id__in=own_trusts(user, on),
        )

    def waiting(self, at: datetime) -> ExportQuerySet:
        """Asked for and not begun, or begun by a worker that is no more."""
        return self.filter(Q(state="asked") | Q(state="working", leased_until__lt=at))

    def unfinished(self) -> ExportQuerySet:
        """Asked for, and neither ready nor given up."""
        return self.filter(state__in=("asked", "working"))

    def numbered(self, *, trust_id: UUID, school_id: UUID | None) -> ExportQuerySet:
        """Numbered files of this register, the newest first."""
        return self.filter(
            trust_id=trust_id, school_id=school_id, version__isnull=False, state="ready"
        ).order_by("-version", "-ready_at")


class FragmentQuerySet(models.QuerySet):
    def unused_since(self, day: date) -> FragmentQuerySet:
        return self.filter(used_on__lt=day)
