"""A report that is being written, and the outside numbers that stand beside it. All text is sealed at rest."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models

from incidents.keys.sealing import RowKeyField, SealedField

DRAFTS_KEPT_FOR = timedelta(hours=24)


class DraftQuerySet(models.QuerySet["Draft"]):
    def kept(self, *, at: datetime) -> DraftQuerySet:
        """What is not yet out of time, whether or not it has been cleared away."""
        return self.filter(saved_at__gte=at - DRAFTS_KEPT_FOR)


class Draft(models.Model):
    """What somebody is still writing, sealed: a report, or a page of a concern.

    One row for each person and page, gone after a day. A report's page is empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.User", models.CASCADE, related_name="concern_drafts")
    page = models.CharField(max_length=200, blank=True)
    row_key = RowKeyField()
    answers = SealedField()
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "page"], name="one_draft_per_person_and_page")
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk}"


class HelpLine(models.Model):
    """An outside number or body shown beside a concern: dated data with a source, never words in a template."""

    code = models.SlugField(max_length=30, primary_key=True)
    name = models.CharField(max_length=100)
    what_for = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=200)
    checked_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
