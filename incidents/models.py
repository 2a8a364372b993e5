"""Concerns: what was reported, who may see it, and everything done about it. All text is sealed at rest."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.urls import reverse

from incidents.keys.sealing import RowKeyField, SealedField
from incidents.querysets import DraftQuerySet, IncidentQuerySet, ReaderQuerySet
from people.models import User


class Draft(models.Model):
    """What somebody is still writing, sealed: a report, or a page of a concern.

    One row for each person and page, gone after a day. A report's page is empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.User", models.CASCADE, related_name="concern_drafts")
    page = models.CharField(max_length=200, blank=True)
    row_key = RowKeyField()
    answers = SealedField()
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "page"], name="one_draft_per_person_and_page")
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk}"


class Incident(models.Model):
    """A concern or breach. What was sent is never changed; corrections are entries."""

    class Status(models.TextChoices):
        REPORTED = "reported", "New"
        ACKNOWLEDGED = "acknowledged", "Seen"
        IN_PROGRESS = "in_progress", "Being dealt with"
        AWAITING_EXTERNAL = "awaiting_external", "Waiting for someone else"
        OUTCOME_RECORDED = "outcome_recorded", "Outcome recorded"
        CLOSED = "closed", "Closed"
        DUPLICATE = "duplicate", "Same as another"

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


class Party(models.Model):
    """Somebody the concern is about. A person named here never sees, handles or is told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="parties")
    kind = models.CharField(max_length=20)
    person = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "person"], name="one_part_per_person_and_concern"
            )
        ]

    def __str__(self) -> str:
        return f"Party of {self.incident_id}"


class Reader(models.Model):
    """One person's sight of one concern: why they have it, when they were told, when they looked."""

    called = ""  # what a page calls them, once `listing.readers` has asked

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="readers")
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


class Entry(models.Model):
    """A line of the chronology. Append-only: a correction is a new entry that points to the old one."""

    class Kind(models.TextChoices):
        NOTE = "note", "Note"
        CALL = "call", "Phone call"
        CHILD = "child", "Spoke to child"
        PARENT = "parent", "Spoke to parent or carer"
        DECISION = "decision", "Decision and reason"
        REFERRAL = "referral", "Referral"
        PLATFORM = "platform", "Platform report"
        ADDED = "added", "Added by the person who reported"
        SYSTEM = "system", "Recorded by the portal"
        CORRECTION = "correction", "Correction"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    row_key = RowKeyField()
    text = SealedField()
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["incident", "position"], name="one_entry_per_position")
        ]

    def __str__(self) -> str:
        return f"Entry {self.position} of {self.incident_id}"


class Referral(models.Model):
    """Somebody outside who was told: police, children's social care, the designated officer, a platform."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="referrals")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    body = models.CharField(max_length=30)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    row_key = RowKeyField()
    their_reference = SealedField(blank=True)
    asks_to_wait = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.body} for {self.incident_id}"


class HelpLine(models.Model):
    """An outside number or body shown beside a concern: dated data with a source, never words in a template."""

    code = models.SlugField(max_length=30, primary_key=True)
    name = models.CharField(max_length=100)
    what_for = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=200)
    checked_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


from incidents.hand_over.models import HandOver, HandOverQuestion  # noqa: E402, F401  tables of this app
