"""A concern, and who may know that it exists. Every door goes through `visible_to`."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from incidents.concern.models.parties import Party
from incidents.concern.models.readers import Reader
from incidents.concern.statuses import OVER, ConcernStatus
from incidents.keys.sealing import RowKeyField, SealedField
from people.models import User


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: User, *, on: date) -> IncidentQuerySet:
        """Concerns this person has open sight of and is not a party to. No role is enough on its own."""
        sighted = Reader.objects.open(on=on).filter(person_id=user.pk)
        concerned = Party.objects.filter(person_id=user.pk)
        return self.filter(pk__in=sighted.values("incident_id")).exclude(
            pk__in=concerned.values("incident_id")
        )

    def sent_by(self, user: User) -> IncidentQuerySet:
        """Reports this person sent or wrote down: they may add to them, and never read them."""
        concerned = Party.objects.filter(person_id=user.pk)
        told = Q(reported_by_id=user.pk) & ~Q(pk__in=concerned.values("incident_id"))
        return self.filter(told | Q(logged_by_id=user.pk)).order_by("-reported_at")

    def unheld(self, *, on: date) -> IncidentQuerySet:
        """Open, and nobody who could deal with them has sight any more."""
        held = Reader.objects.open(on=on).handling()
        return self.exclude(status__in=OVER).exclude(pk__in=held.values("incident_id"))

    def unseen(self, *, at: datetime) -> IncidentQuerySet:
        """Nobody has marked these as seen, and their time is up, or nobody was there to be asked next."""
        is_up = Q(moves_on_at__lte=at) | Q(moves_on_at=None)
        return self.filter(is_up, status=ConcernStatus.REPORTED)


class Incident(models.Model):
    """A concern or breach. What was sent is never changed; corrections are entries."""

    Status = ConcernStatus

    class Severity(models.TextChoices):
        MINOR = "minor", "Minor"
        MODERATE = "moderate", "Moderate"
        SERIOUS = "serious", "Serious"
        CRITICAL = "critical", "Critical"

    class Tier(models.TextChoices):
        OPERATIONAL = "VIS-1", "Operational"
        HR = "VIS-2", "Staff matter"
        SAFEGUARDING = "VIS-3", "Safeguarding"
        NAMED = "VIS-4", "Named people only"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=11, unique=True)
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="+")
    school = models.ForeignKey("schools.School", models.PROTECT, related_name="+")
    reported_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    logged_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    how_received = models.CharField(max_length=20, default="portal")
    # The draft or form it was made from: pressed twice, it is the same concern.
    made_from = models.UUIDField(null=True, blank=True, editable=False)
    reported_at = models.DateTimeField()
    option = models.CharField(max_length=30)
    row_key = RowKeyField()
    answers = SealedField()
    category = models.CharField(max_length=30)
    # What else it is: an account that is back may be run with a login of ours.
    second_category = models.CharField(max_length=30, blank=True)
    severity = models.CharField(max_length=10, choices=Severity.choices, blank=True)
    child_at_risk = models.CharField(max_length=10)
    tier = models.CharField(max_length=5, choices=Tier.choices)
    route = models.CharField(max_length=6)
    clock = models.CharField(max_length=12)
    uploads_allowed = models.BooleanField(default=False)
    handler = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.REPORTED)
    moves_on_at = models.DateTimeField(null=True, blank=True)
    times_moved_on = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=30, blank=True)
    outcome_reason = SealedField(blank=True)
    safeguarding_reference = SealedField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["status", "moves_on_at"])]
        constraints = [
            models.UniqueConstraint(fields=["logged_by", "made_from"], name="one_concern_per_draft")
        ]

    def __str__(self) -> str:
        return self.reference

    def relations_of(self, user: User, on: date) -> set[str]:
        found = {"REPORTER"} if user.pk in (self.reported_by_id, self.logged_by_id) else set()
        if self.is_about(user):
            return found
        sight = self.readers.open(on=on).filter(person=user).first()
        if sight:
            found |= {"READER", "HANDLER"} if sight.may_handle else {"READER"}
        return found

    def handlers(self, *, on: date) -> Any:
        """The rows of those who can deal with it on that day."""
        return self.readers.open(on=on).handling()

    def is_about(self, person: User) -> bool:
        """Whether this person is named in it: then nothing gives them sight."""
        return self.parties.filter(person_id=person.pk).exists()

    def reporters(self) -> list[Any]:
        """Who hears how it goes: who reported it, unless they deal with it or it is about them."""
        is_stranger = self.reported_by.is_system or self.reported_by_id == self.handler_id
        if is_stranger or self.is_about(self.reported_by):
            return []
        return [self.reported_by]

    def senders(self, *, on: date) -> list[Any]:
        """Who sent it or wrote it down and is still here, unless it is about them: whoever must know if nobody acts."""
        people = {one.pk: one for one in (self.reported_by, self.logged_by)}
        return [
            one
            for one in people.values()
            if not (one.is_system or one.has_left(on) or self.is_about(one))
        ]

    def reporter_words(self) -> str:
        """Who reported it, without their name."""
        if self.reported_by.is_system:
            return "Somebody who was not signed in"
        return str(self.reported_by.get_category_display())

    def get_absolute_url(self) -> str:
        return reverse("incidents:detail", args=[self.reference.lower()])
