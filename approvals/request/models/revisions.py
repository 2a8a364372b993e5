"""The answers of a request as they were sent."""

from __future__ import annotations

import uuid

from django.db import models


class Revision(models.Model):
    """The answers exactly as they were sent, with their fingerprint. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey("approvals.Request", models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()
    answers = models.JSONField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="one_revision_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.request_id} revision {self.number}"
