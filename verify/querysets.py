"""Named questions about what schools have published."""

from __future__ import annotations

from datetime import date

from django.db import models

from access.check import own_trusts
from people.models import User


class PrivacyNoticeQuerySet(models.QuerySet):
    def visible_to(self, user: User, *, on: date) -> PrivacyNoticeQuerySet:
        """A privacy notice is public; that it is out of date is for the trust."""
        return self.filter(school__trust_id__in=own_trusts(user, on))
