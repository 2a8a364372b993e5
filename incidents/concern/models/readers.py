"""Sight of a concern: who has it, and when it holds."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Exists, Q

from incidents.keys.sealing import RowKeyField, SealedField
from incidents.routing import footing
from people.models import User

BY_NAME = Q(capacity="READER")


class ReaderQuerySet(models.QuerySet["Reader"]):
    def open(self, *, on: date) -> ReaderQuerySet:
        """Sight that holds on this day: not ended, of somebody who is here and known.

        What came by a role holds as long as the role does. This is the one place that says so.
        """
        people = User.objects.present(on).filter(known_at__isnull=False)
        return self.standing(on=on).filter(
            Q(until=None) | Q(until__gte=on), ended_at=None, person__in=people
        )

    def standing(self, *, on: date) -> ReaderQuerySet:
        """Given by name, or by a role that is held today."""
        return self.filter(BY_NAME | Exists(footing.held(on)))

    def over(self, *, on: date) -> ReaderQuerySet:
        """Sight that will not hold again: its person has left, or no role that gave it runs or is to begin."""
        has_left = Q(person__leaving_date__lt=on)
        by_role = ~BY_NAME & ~Exists(footing.not_over(on))
        return self.filter(has_left | by_role, ended_at=None)

    def handling(self) -> ReaderQuerySet:
        """Those who can deal with it."""
        return self.filter(may_handle=True)


class Reader(models.Model):
    """One person's sight of one concern: why they have it, when they were told, when they looked."""

    called = ""  # what a page calls them, once `listing.readers` has asked

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="readers")
    person = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    # The role by which they have it ("READER" where it was given by name), and others that give the same.
    capacity = models.CharField(max_length=60)
    also_as = models.CharField(max_length=100, blank=True)
    why = models.CharField(max_length=20, default="route")
    row_key = RowKeyField()
    reason = SealedField(blank=True)
    may_handle = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True, blank=True)
    first_opened_at = models.DateTimeField(null=True, blank=True)
    last_opened_at = models.DateTimeField(null=True, blank=True)
    times_opened = models.PositiveIntegerField(default=0)
    until = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # "role" or "left" where it ended by itself; empty where somebody ended it.
    ended_why = models.CharField(max_length=10, blank=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        ordering = ("added_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "person"],
                condition=models.Q(ended_at=None),
                name="one_open_sight_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"Reader of {self.incident_id}"

    @property
    def is_by_name_alone(self) -> bool:
        """Whether a handler shared it with them, and nothing else gave it: that can be taken back."""
        return self.why == "shared" and not self.may_handle
