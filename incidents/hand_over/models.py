"""A role that passes from one person to the next, and who is asked about it. Nothing here is made from concerns."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from access.roles import BY_CODE
from people.models import User


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def visible_to(self, user: User, *, on: date) -> HandOverQuerySet:
        """Those this person was asked about."""
        asked = HandOverQuestion.objects.filter(person_id=user.pk)
        return self.filter(pk__in=asked.values("hand_over_id"))


class HandOver(models.Model):
    """One role at one place that ends for one person and begins for another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="+")
    school = models.ForeignKey("schools.School", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=10)
    ending = models.ForeignKey("people.RoleAssignment", models.CASCADE, related_name="+")
    beginning = models.ForeignKey("people.RoleAssignment", models.CASCADE, related_name="+")
    asked_on = models.DateField()
    # When the outgoing holder answered: then nobody else is asked.
    settled_at = models.DateTimeField(null=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ending", "beginning"], name="one_hand_over_of_a_role_to_its_next_holder"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.asked_on}"

    def get_absolute_url(self) -> str:
        return reverse("incidents:hand_over", args=[self.pk])

    @property
    def name(self) -> str:
        """The role in a sentence: "headteacher"."""
        words = BY_CODE[self.role].name
        return words[:1].lower() + words[1:]

    @property
    def place(self) -> str:
        return str(self.school or self.trust)

    @property
    def outgoing(self) -> Any:
        return self.ending.person

    @property
    def successor(self) -> Any:
        return self.beginning.person

    @property
    def last_day(self) -> date | None:
        """The outgoing holder's last day in the role."""
        days = [day for day in (self.ending.end_date, self.outgoing.leaving_date) if day]
        return min(days, default=None)

    def stands(self, on: date) -> bool:
        """Whether the role still passes: the next holder's runs or is to begin, and is not held back."""
        end = self.beginning.end_date
        is_held = self.beginning.suspended_at is None and (end is None or end >= on)
        return is_held and self.last_day is not None and not self.successor.has_left(on)


class QuestionQuerySet(models.QuerySet["HandOverQuestion"]):
    def waiting(self) -> QuestionQuerySet:
        """Not answered, by this person or for all of them by the outgoing holder."""
        return self.filter(answered_at=None, hand_over__settled_at=None)


class HandOverQuestion(models.Model):
    """Somebody who is asked, and when they answered. What they answered is in no row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="questions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    answered_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hand_over", "person"], name="asked_once_of_a_hand_over"
            )
        ]

    def __str__(self) -> str:
        return f"{self.hand_over_id} {self.asked_on}"
