"""Named questions about cover."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from access.check import schools_where, trusts_where
from access.roles import Permission


class CoverQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> CoverQuerySet:
        schools = schools_where(user, Permission.COVER_SEE, on)
        trusts = trusts_where(user, Permission.COVER_SEE, on)
        return self.filter(
            Q(channel__school_id__in=schools)
            | Q(channel__school=None, channel__trust_id__in=trusts)
            | Q(person=user)
            | Q(absence__person=user)
        )

    def accepted(self) -> CoverQuerySet:
        return self.filter(status="accepted")
