"""Named questions about reviews."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from access.check import own_trusts, schools_where
from access.roles import Permission


class AttestationQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> AttestationQuerySet:
        return self.filter(school_id__in=schools_where(user, Permission.COMPLIANCE_SEE, on))


class PlatformChangeQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> PlatformChangeQuerySet:
        return self.filter(trust_id__in=own_trusts(user, on))
