"""What a channel's account was called before: ours until a day, and never official again by itself."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import F, Max, Q

from accounts_registry.record.models.channels import Channel
from accounts_registry.record.models.of_channel import OfChannelQuerySet
from govuk.web_addresses import WebAddressField
from platforms.models import Platform


class FormerHandleQuerySet(OfChannelQuerySet):
    def were_ours(self) -> FormerHandleQuerySet:
        """Without what was only written down wrongly: that was never ours."""
        return self.exclude(reason="mistyped")

    def last_days(self, channels: Collection[UUID], *, by: date) -> dict[UUID, date]:
        """Until when each of these channels last had an account that is not its own any more."""
        if not channels:
            return {}
        ended = self.were_ours().filter(channel__in=channels, until__lte=by).order_by()
        return dict(ended.values_list("channel").annotate(last=Max("until")))


class FormerHandle(models.Model):
    """An account name that was a channel's from one day until another: written once, never changed."""

    class Reason(models.TextChoices):
        RENAMED = "renamed", "The account was given another name"
        LOST = "lost", "Somebody else has taken it over"
        REMOVED = "removed", "The platform took it away"
        HANDED_OVER = "handed_over", "It was handed to somebody else"
        MISTYPED = "mistyped", "It was written down wrongly"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="former_handles")
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="+")
    account_name = models.CharField(max_length=150)
    handle = models.CharField(max_length=100)
    permanent_id = models.CharField(max_length=100, blank=True)
    identity = models.CharField(max_length=140)
    skeleton = models.CharField(max_length=100, blank=True)
    url = WebAddressField(blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField()
    reason = models.CharField(max_length=12, choices=Reason.choices)
    note = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = FormerHandleQuerySet.as_manager()

    class Meta:
        ordering = ("-until", "-at")
        indexes = [
            models.Index(fields=["identity"]),
            models.Index(fields=["skeleton"]),
            models.Index(fields=["platform", "permanent_id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until__gte=F("since")),
                name="handle_ends_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return f"{self.shown_name} until {self.until}"

    @property
    def shown_name(self) -> str:
        return f"@{self.handle}" if self.handle and "/" not in self.handle else self.account_name
