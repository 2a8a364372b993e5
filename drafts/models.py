"""What people were still typing when they left a page, sealed, for themselves alone."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

KEPT_FOR = timedelta(days=30)


class TypedPageQuerySet(models.QuerySet["TypedPage"]):
    def kept(self, *, at: datetime) -> TypedPageQuerySet:
        """What is not yet out of time."""
        return self.filter(saved_at__gte=at - KEPT_FOR)


class TypedPage(models.Model):
    """One page's answers as they stood, for one person: sealed to both, and gone after 30 days.

    Reports and concerns have rows of their own (`incidents.models.Draft`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    page = models.CharField(max_length=300)
    box = models.TextField()
    saved_at = models.DateTimeField()

    objects = TypedPageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "page"], name="one_typed_page_per_person")
        ]

    def __str__(self) -> str:
        return f"Typed page {self.pk}"
