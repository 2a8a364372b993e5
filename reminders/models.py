"""What has been chased: one row per thing, lead and person, so that nothing goes twice."""

from __future__ import annotations

import uuid

from django.db import models


class Reminder(models.Model):
    """A reminder claimed by a sweep. The unique key is what makes a second run do nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    code = models.CharField(max_length=10)
    target_type = models.CharField(max_length=40)
    target_id = models.UUIDField()
    reference = models.CharField(max_length=40, blank=True)
    due_on = models.DateField()
    lead = models.SmallIntegerField()
    recipient = models.ForeignKey("people.User", models.PROTECT, related_name="reminders")
    text = models.CharField(max_length=200)
    why = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=300)
    urgent = models.BooleanField(default=False)
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "sent_at"]),
            models.Index(fields=["code", "target_id"]),
        ]

    def __str__(self) -> str:
        return self.key


class Sweep(models.Model):
    """A run of the sweep, for the status page and for the next run after downtime.

    `counts` has what was found, sent and held back by trust; a run that broke off has no end. Rules
    about concerns are in none of the figures.
    """

    class Kind(models.TextChoices):
        DAILY = "daily", "Everything"
        URGENT = "urgent", "What is urgent"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.DAILY)
    on = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    claimed = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "started_at"]),
            models.Index(fields=["finished_at"]),
        ]

    def __str__(self) -> str:
        return f"Sweep of {self.on}"
