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
        VETTER = "vetter", "Checks contributors"

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
    start_reason = models.CharField(max_length=200, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    # Whose word it stands on: the signer of its request, or whoever added it here (A-7.3-2).
    authorised_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    authorised_on = models.DateField(null=True, blank=True)
    # Filled for somebody who is not an employee: the headteacher agreed, and why (Q-5.3-11).
    non_employee_reason = models.CharField(max_length=200, blank=True)
    # Moderators are confirmed by whoever the trust's setting names (I-A.5.4).
    designated_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    designated_on = models.DateField(null=True, blank=True)
    # The day somebody saw that the platform lets them in no more (A-7.3-2).
    access_removed_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Access withdrawn (T-7.0-2): the part stands and does not count.
    is_suspended = models.BooleanField(default=False)
    suspended_on = models.DateField(null=True, blank=True)
    suspended_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    suspension_reason = models.CharField(max_length=200, blank=True)
    restored_on = models.DateField(null=True, blank=True)

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

    @property
    def who(self) -> str:
        """The person, or the post where whoever holds it has the part."""
        return self.person.full_name if self.person else str(self.post)
