"""Who runs a channel, as posts and people, from a day until a day."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from accounts_registry.models.channels import Channel
from accounts_registry.querysets import (
    ChannelPersonQuerySet,
)


class ChannelPerson(models.Model):
    """A post or a person with a part in running a channel, from a day until a day."""

    class Part(models.TextChoices):
        MASTER = "master", "Master administration"
        ADMINISTRATOR = "administrator", "Administrator"
        MODERATOR = "moderator", "Moderator"
        POSTER = "poster", "Approved to post"
        OVERSEER = "overseer", "Editorial oversight"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="people")
    part = models.CharField(max_length=14, choices=Part.choices)
    post = models.ForeignKey(
        "people.Post", models.PROTECT, null=True, blank=True, related_name="channel_parts"
    )
    person = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="channel_parts"
    )
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ChannelPersonQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        indexes = [
            models.Index(fields=["channel", "part"]),
            models.Index(fields=["person", "part"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False) | Q(person__isnull=False),
                name="somebody_has_the_part",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} of {self.channel_id}"
