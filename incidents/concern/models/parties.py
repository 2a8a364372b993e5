"""Whom a concern is about."""

from __future__ import annotations

import uuid

from django.db import models


class Party(models.Model):
    """Somebody the concern is about. A person named here never sees, handles or is told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="parties")
    kind = models.CharField(max_length=20)
    person = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "person"], name="one_part_per_person_and_concern"
            )
        ]

    def __str__(self) -> str:
        return f"Party of {self.incident_id}"
