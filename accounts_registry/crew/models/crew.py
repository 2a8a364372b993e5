"""Who runs a channel, as posts and people, from a day until a day."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts_registry.record.models.channels import Channel
from accounts_registry.record.models.of_channel import OfChannelQuerySet
from accounts_registry.record.statuses import ChannelStatus
from people.models import User

PARTS_AS_ROLES = {
    "master": "MADMIN",
    "administrator": "CADMIN",
    "moderator": "MOD",
    "poster": "POSTER",
    "overseer": "OVERSEER",
    "vetter": "VETTER",
}


class ChannelPersonQuerySet(OfChannelQuerySet):
    def on(self, day: date) -> ChannelPersonQuerySet:
        return self.filter(Q(start_date__lte=day), Q(end_date=None) | Q(end_date__gte=day))

    def of(self, user: User, *, on: date) -> ChannelPersonQuerySet:
        """This person's parts on that day, by name or through a post they hold."""
        posts = user.holdings.on(on).values("post_id")
        return self.on(on).filter(Q(person=user) | Q(person=None, post_id__in=posts))

    def uses_of_posts(self, posts: Any, *, on: date) -> Iterator[tuple[Any, str]]:
        """Parts in channels that are not over, and those that a closed channel prints for its last day."""
        printed = Q(end_date=None) | Q(end_date__gte=on) | Q(end_date=F("channel__date_closed"))
        rows = (
            self.filter(printed, post__in=posts)
            .exclude(channel__status=ChannelStatus.CANCELLED)
            .select_related("channel")
        )
        row: Any
        for row in rows.order_by("channel__reference", "part"):
            yield row.post_id, f"“{row.get_part_display()}” of {row.channel}"

    def relations(self, user: User, *, on: date) -> set[str]:
        return {
            PARTS_AS_ROLES[part]
            for part in self.of(user, on=on).values_list("part", flat=True)
            if part in PARTS_AS_ROLES
        }


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
