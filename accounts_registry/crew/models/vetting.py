"""People from outside who may post on a channel, and how each was checked (requirements 3.22)."""

from __future__ import annotations

import uuid

from django.db import models

from accounts_registry.record.models.channels import Channel
from accounts_registry.record.models.of_channel import OfChannelQuerySet


class ContributorVetting(models.Model):
    """One check of one contributor (I-B-24): written once. Pupils by their initials, never by name."""

    class Kind(models.TextChoices):
        OWN_PUPILS = "own_pupils", "Pupil of this school"
        FAMILIES = "families", "Parent or carer"
        OTHER_SCHOOL_PUPILS = "other_school_pupils", "Pupil of another school"
        ORGANISATIONS = "organisations", "Another organisation"
        PUBLIC = "public", "Somebody from the public"
        OTHER = "other", "Somebody else"

    class Check(models.TextChoices):
        IDENTITY = "identity", "Who they are"
        REFERENCE = "reference", "A reference"
        ORGANISATION = "organisation", "Confirmed by their organisation"
        DBS = "dbs", "A DBS check, where the role is eligible"

    class Result(models.TextChoices):
        ACCEPTED = "accepted", "Let in"
        REFUSED = "refused", "Not let in"
        REMOVED = "removed", "Taken out"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="vettings")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=100)
    organisation = models.CharField(max_length=100, blank=True)
    display_name = models.CharField(max_length=100)
    identity_verified_by = models.CharField(max_length=200)
    checks = models.JSONField(default=list)
    known_to = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    age_confirmed = models.BooleanField(default=False)
    result = models.CharField(max_length=8, choices=Result.choices)
    expires_on = models.DateField()
    vetted_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    vetted_on = models.DateField()
    at = models.DateTimeField()

    objects = OfChannelQuerySet.as_manager()

    class Meta:
        ordering = ("-at",)
        indexes = [models.Index(fields=["channel", "expires_on"])]

    def __str__(self) -> str:
        return f"{self.display_name} on {self.channel_id}"
