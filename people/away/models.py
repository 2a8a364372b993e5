"""Time away."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q

from people.person.models import User


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, user: User, *, on: date) -> AbsenceQuerySet:
        return self.filter(person__in=get_user_model()._default_manager.visible_to(user, on=on))

    def standing(self) -> AbsenceQuerySet:
        return self.filter(cancelled_at=None)

    def on(self, day: date) -> AbsenceQuerySet:
        return self.standing().filter(start_date__lte=day, end_date__gte=day)

    def between(self, first: date, last: date) -> AbsenceQuerySet:
        return self.standing().filter(start_date__lte=last, end_date__gte=first)


class Absence(models.Model):
    """Time away: dates only. Nobody is asked why, and nobody can say."""

    class Kind(models.TextChoices):
        PLANNED = "planned", "Planned"
        UNPLANNED = "unplanned", "Unplanned"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences")
    start_date = models.DateField()
    end_date = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PLANNED)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ("start_date",)
        indexes = [models.Index(fields=["end_date", "start_date"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__gte=F("start_date")), name="absence_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.start_date} to {self.end_date}"

    @property
    def school_id(self) -> None:
        return None

    @property
    def trust_id(self) -> uuid.UUID | None:
        return self.person.trust_id

    def relations_of(self, user: User, on: date) -> set[str]:
        return self.person.relations_of(user, on)
