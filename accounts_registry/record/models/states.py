"""The history of the register: every state a channel has been in, and since when."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import models

from accounts_registry.record.models.channels import Channel
from accounts_registry.record.models.of_channel import OfChannelQuerySet
from schools.models import Trust


class ChannelStateQuerySet(OfChannelQuerySet):
    def by(self, day: date) -> ChannelStateQuerySet:
        """Those that count by the end of that day."""
        return self.filter(on__lte=day)

    def after(self, day: date) -> ChannelStateQuerySet:
        """Those that count from a later day: their channels have changed since."""
        return self.filter(on__gt=day)

    def of_trust(self, trust: Trust | UUID) -> ChannelStateQuerySet:
        """States in which a channel belonged to this trust."""
        return self.filter(trust=trust)


class ChannelState(models.Model):
    """How a channel stood from a day on: written with every change, never changed itself.

    `on` is the day from which it counts, `at` the moment it was written down. Of the states that
    count by some day each adds what it changed to those written before it (`facts.as_stood`).
    `facts` are the channel's columns as JSON, `changed` the names of those that differ from the
    state before.
    """

    id = models.BigAutoField(primary_key=True)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="states")
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="+")
    school = models.ForeignKey("schools.School", models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=Channel.Status.choices)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400, blank=True)
    facts = models.JSONField()
    changed = models.JSONField(default=list)

    objects = ChannelStateQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=["channel", "on", "id"]),
            models.Index(fields=["on", "channel"]),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} on {self.on}"
