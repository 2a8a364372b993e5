"""The ledger: one row per event, chained by hash, refused by the database when anybody would change it."""

from __future__ import annotations

import uuid

from django.db import models


class Entry(models.Model):
    """Who did what to which record. No foreign keys, so that the ledger never blocks live data.

    It holds identifiers and labels of the moment, never the text of anything restricted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=40)
    actor_id = models.UUIDField(null=True)
    acting_for_id = models.UUIDField(null=True)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    object_ref = models.CharField(max_length=40, blank=True)
    school_id = models.UUIDField(null=True)
    trust_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    session = models.CharField(max_length=16, blank=True)
    restricted = models.BooleanField(default=False)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("position",)
        indexes = [
            models.Index(fields=["object_type", "object_id"]),
            models.Index(fields=["trust_id", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.event} {self.object_ref}"
