"""The post room's rows: one Message per e-mail to one person, one Notice per thing shown in the portal."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from notifications.querysets import MessageQuerySet, NoticeQuerySet


class Message(models.Model):
    """An e-mail in the outbox. The row is the truth; the queue is only its doorbell."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        LEASED = "leased", "Being sent"
        SENT = "sent", "Sent"
        KEPT = "kept", "Kept here, no mail server is set"
        FAILED = "failed", "Could not be sent"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    link = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    urgent = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_try_at"]),
            models.Index(fields=["recipient", "created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference} {self.pk}"


class Notice(models.Model):
    """What a person is told inside the portal, exactly once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)
    text = models.CharField(max_length=200)
    link = models.CharField(max_length=300, blank=True)
    needs_action = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["recipient", "read_at", "created_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
