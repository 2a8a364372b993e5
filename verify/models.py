"""What a school has published of its register elsewhere."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models

from access.check import own_trusts
from people.models import User


class PrivacyNoticeQuerySet(models.QuerySet["PrivacyNotice"]):
    def visible_to(self, user: User, *, on: date) -> PrivacyNoticeQuerySet:
        """A privacy notice is public; that it is out of date is for the trust."""
        return self.filter(school__trust_id__in=own_trusts(user, on))


class PrivacyNotice(models.Model):
    """A school's privacy notice once it listed these accounts: written when it was published, never changed (Q-5.2-10).

    `fingerprint` is that of the list; while it is the list's own, the notice is up to date.
    """

    id = models.BigAutoField(primary_key=True)
    school = models.ForeignKey("schools.School", models.PROTECT, related_name="privacy_notices")
    published_on = models.DateField()
    version = models.CharField(max_length=40, blank=True)
    fingerprint = models.CharField(max_length=64)
    accounts = models.JSONField(default=list)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = PrivacyNoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.school_id} {self.published_on}"

    @property
    def trust_id(self) -> uuid.UUID:
        return self.school.trust_id
