"""When somebody asked a channel's team to look at what it needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from accounts_registry.record.models.channels import Channel
from accounts_registry.record.models.of_channel import OfChannelQuerySet


class NudgeQuerySet(OfChannelQuerySet):
    def since(self, moment: datetime, channel_ids: Iterable[Any]) -> NudgeQuerySet:
        return self.filter(at__gt=moment, channel_id__in=list(channel_ids))


class Nudge(models.Model):
    """A reminder an office manager sent to the people who run a channel: not more often than every 3 days."""

    id = models.BigAutoField(primary_key=True)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="nudges")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = NudgeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["channel", "at"])]

    def __str__(self) -> str:
        return f"{self.channel_id} at {self.at:%Y-%m-%d}"
