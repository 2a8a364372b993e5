"""Everything that was done about a concern. All text is sealed at rest."""

from __future__ import annotations

import uuid

from django.db import models

from incidents.keys.sealing import RowKeyField, SealedField


class Entry(models.Model):
    """A line of the chronology. Append-only: a correction is a new entry that points to the old one."""

    class Kind(models.TextChoices):
        NOTE = "note", "Note"
        CALL = "call", "Phone call"
        CHILD = "child", "Spoke to child"
        PARENT = "parent", "Spoke to parent or carer"
        DECISION = "decision", "Decision and reason"
        REFERRAL = "referral", "Referral"
        PLATFORM = "platform", "Platform report"
        ADDED = "added", "Added by the person who reported"
        SYSTEM = "system", "Recorded by the portal"
        CORRECTION = "correction", "Correction"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    row_key = RowKeyField()
    text = SealedField()
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["incident", "position"], name="one_entry_per_position")
        ]

    def __str__(self) -> str:
        return f"Entry {self.position} of {self.incident_id}"


class Referral(models.Model):
    """Somebody outside who was told: police, children's social care, the designated officer, a platform."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="referrals")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    body = models.CharField(max_length=30)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    row_key = RowKeyField()
    their_reference = SealedField(blank=True)
    asks_to_wait = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.body} for {self.incident_id}"
