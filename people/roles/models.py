"""A role of `access/roles.py` that somebody holds, from a day until a day."""

from __future__ import annotations

import uuid
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from access.check import Person
from access.roles import BY_CODE, WAY_IN_TAKES_TWO
from people.scope import at_own_places, not_over, on_day
from schools.models import School, Trust


class RoleQuerySet(models.QuerySet["RoleAssignment"]):
    def visible_to(self, user: Person, *, on: date) -> RoleQuerySet:
        return self.filter(at_own_places(user, on))

    def at(
        self, *, school: School | UUID | None = None, trust: Trust | UUID | None = None
    ) -> RoleQuerySet:
        """Held at that school, or at the trust as such."""
        return self.filter(**({"school": school} if school else {"school": None, "trust": trust}))

    def on_the_word_of(self, row: RoleAssignment) -> RoleQuerySet:
        """This one and the others that somebody has on the same word, the newest first."""
        rows = self.filter(
            person=row.person_id, role=row.role, given_by=row.given_by_id, given_at=row.given_at
        )
        return rows.at(school=row.school_id, trust=row.trust_id).order_by("-start_date", "-pk")

    def not_over(self, day: date) -> RoleQuerySet:
        return self.filter(not_over(day))

    def behind_the_way_in(self, day: date) -> RoleQuerySet:
        """Those that run or will, and those that ever made the way in one that two people change."""
        return self.filter(not_over(day) | Q(role__in=WAY_IN_TAKES_TWO))

    def between(self, first: date, last: date | None) -> RoleQuerySet:
        """Held on any of these days; no last day means from then on."""
        rows = self.filter(not_over(first))
        return rows.filter(start_date__lte=last) if last else rows

    def on(self, day: date) -> RoleQuerySet:
        """Held on that day, and not held back."""
        return self.filter(on_day(day), suspended_at=None)


class RoleAssignment(models.Model):
    """A role of `access/roles.py` held at a school, or at the whole trust where no school is named."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=10)
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="assignments")
    school = models.ForeignKey(
        "schools.School", models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(
        default=0, help_text="Deputies are asked in this order"
    )
    # Whoever has just given it may not have it confirm what they propose; empty where nobody noted it.
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    given_at = models.DateTimeField(null=True, editable=False)
    # Who said yes to it; empty where a role needs no second person, or a code of the server stood for one.
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    # Held back since then, by somebody who was told of it: it gives nothing.
    suspended_at = models.DateTimeField(null=True, editable=False)

    objects = RoleQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["role", "school"]),
            models.Index(fields=["person", "end_date"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(end_date__gte=F("start_date")),
                name="role_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.start_date}"

    @property
    def name(self) -> str:
        """The role's name on screen."""
        return BY_CODE[self.role].name

    @property
    def description(self) -> str:
        return BY_CODE[self.role].description

    @property
    def place(self) -> str:
        return str(self.school or self.trust)
