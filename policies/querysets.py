"""Named questions about policies and confirmations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

from access.check import own_trusts


class PolicyQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> PolicyQuerySet:
        """Everybody reads the policies of their own trust."""
        return self.filter(trust_id__in=own_trusts(user, on))


class VersionQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> VersionQuerySet:
        return self.filter(policy__trust_id__in=own_trusts(user, on))

    def in_force(self) -> VersionQuerySet:
        return self.filter(status="published")


class AcknowledgementQuerySet(models.QuerySet):
    def visible_to(self, user: Any, *, on: date) -> AcknowledgementQuerySet:
        """One's own; lists of others' are asked through people one may see."""
        return self.filter(person=user)

    def current(self, on: date) -> AcknowledgementQuerySet:
        return self.filter(valid_until__gte=on, version__status="published")
