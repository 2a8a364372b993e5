"""A change of line manager: told at once, and counted once somebody above has confirmed it (design: appointments, 1)."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from access.roles import Permission
from people.lines.confirmers import may_confirm
from people.person.models import User


class LineChangeQuerySet(models.QuerySet["LineChange"]):
    def visible_to(self, user: User, *, on: date) -> LineChangeQuerySet:
        """One's own, those of one's team, and those of whom one keeps the list or is asked about."""
        kept = User.objects.within(user, Permission.PEOPLE_SEE, on=on)
        own = Q(person=user) | Q(before=user) | Q(after=user)
        return self.filter(own | Q(person__in=kept.values("pk")))

    def open(self) -> LineChangeQuerySet:
        return self.filter(status=LineChange.Status.PROPOSED)


class LineChange(models.Model):
    """Somebody's line manager before and after; nothing goes by the new one until it is confirmed."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Waiting to be confirmed"
        CONFIRMED = "confirmed", "Confirmed"
        DECLINED = "declined", "Not confirmed"
        REPLACED = "replaced", "Replaced by a later one"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="line_changes"
    )
    before = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    after = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    objects = LineChangeQuerySet.as_manager()
    status_kind = "line"

    class Meta:
        ordering = ("proposed_at",)
        constraints = [
            models.UniqueConstraint(
                "person", condition=Q(status="proposed"), name="one_open_line_change_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.proposed_at}"

    @property
    def school_id(self) -> None:
        return None

    @property
    def trust_id(self) -> uuid.UUID | None:
        return self.person.trust_id

    def relations_of(self, user: User, on: date) -> set[str]:
        found = set(self.person.relations_of(user, on)) - {"SELF", "LM"}
        return found | ({"LINE_CONFIRMER"} if may_confirm(self, user, on) else set())
