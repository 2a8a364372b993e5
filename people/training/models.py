"""A course somebody completed, and the day it runs out."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q

from people.person.models import User


class TrainingQuerySet(models.QuerySet["Training"]):
    def visible_to(self, user: User, *, on: date) -> TrainingQuerySet:
        return self.filter(person__in=get_user_model()._default_manager.visible_to(user, on=on))

    def current(self, on: date) -> TrainingQuerySet:
        return self.filter(completed_on__lte=on, expires_on__gte=on)


class Training(models.Model):
    """A course somebody completed, and the day it runs out."""

    class Course(models.TextChoices):
        OPERATOR = "operator", "Running a social media channel"
        MODERATION = "moderation", "Moderation"
        ONLINE_SAFETY = "online_safety", "Online safety"
        DATA_PROTECTION = "data_protection", "Data protection"
        OTHER = "other", "Other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="training")
    course = models.CharField(max_length=20, choices=Course.choices, default=Course.OPERATOR)
    provider = models.CharField(max_length=100, blank=True)
    completed_on = models.DateField()
    expires_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = TrainingQuerySet.as_manager()

    class Meta:
        ordering = ("-completed_on",)
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("completed_on")),
                name="training_expires_after_completion",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_course_display()} {self.completed_on}"
