"""Who covers for whom."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from access.check import schools_where, trusts_where
from access.roles import Permission
from accounts_registry.record.models.channels import Channel
from people.models import User


class CoverQuerySet(models.QuerySet["Cover"]):
    def visible_to(self, user: User, *, on: date) -> CoverQuerySet:
        schools = schools_where(user, Permission.COVER_SEE, on)
        trusts = trusts_where(user, Permission.COVER_SEE, on)
        return self.filter(
            Q(channel__school_id__in=schools)
            | Q(channel__school=None, channel__trust_id__in=trusts)
            | Q(person=user)
            | Q(absence__person=user)
        )

    def accepted(self) -> CoverQuerySet:
        return self.filter(status=Cover.Status.ACCEPTED)


class Cover(models.Model):
    """Somebody asked to moderate a channel while somebody else is away. Counts only once accepted."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Asked"
        ACCEPTED = "accepted", "Agreed"
        DECLINED = "declined", "Declined"
        ENDED = "ended", "No longer needed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="covers")
    absence = models.ForeignKey(
        "people.Absence", models.PROTECT, null=True, blank=True, related_name="covers"
    )
    person = models.ForeignKey("people.User", models.PROTECT, related_name="covers")
    start_date = models.DateField()
    end_date = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    asked_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ("start_date",)
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__gte=F("start_date")), name="cover_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.start_date} to {self.end_date}"

    @property
    def trust_id(self) -> uuid.UUID:
        return self.channel.trust_id

    @property
    def school_id(self) -> uuid.UUID | None:
        return self.channel.school_id

    def relations_of(self, user: User, on: date) -> set[str]:
        own = {"SELF"} if self.person_id == user.pk else set()
        return own | self.channel.relations_of(user, on)

    def get_absolute_url(self) -> str:
        return reverse("reminders:answer", args=[self.pk])
