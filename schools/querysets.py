"""Named questions about trusts, schools and their dates."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Q

from access.check import Person, own_trusts, trusts_where
from access.roles import Permission


class TrustQuerySet(models.QuerySet):
    def visible_to(self, user: Person, *, on: date) -> TrustQuerySet:
        return self.filter(pk__in=own_trusts(user, on))


class SchoolQuerySet(models.QuerySet):
    def visible_to(self, user: Person, *, on: date) -> SchoolQuerySet:
        """Everybody may know of the schools of their own trust."""
        return self.filter(trust_id__in=own_trusts(user, on))

    def open(self) -> SchoolQuerySet:
        return self.filter(status="active")


class DateQuerySet(models.QuerySet):
    def visible_to(self, user: Person, *, on: date) -> DateQuerySet:
        return self.filter(school__trust_id__in=own_trusts(user, on))


class SettingQuerySet(models.QuerySet):
    def visible_to(self, user: Person, *, on: date) -> SettingQuerySet:
        return self.filter(trust_id__in=own_trusts(user, on))

    def in_force(self, *, trust_id: UUID, school_id: UUID | None = None) -> SettingQuerySet:
        """The open values of this trust, and of this school where one is named."""
        return self.filter(trust_id=trust_id, effective_to=None).filter(
            Q(school=None) | Q(school_id=school_id)
        )


class SchoolImportQuerySet(models.QuerySet):
    def visible_to(self, user: Person, *, on: date) -> SchoolImportQuerySet:
        """Those of the trusts that this person sets up."""
        return self.filter(trust_id__in=trusts_where(user, Permission.TRUST_SET_UP, on))
