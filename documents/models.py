"""Files the portal prepares for people, outside the request, and the pieces they are made of."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from access.check import Person, own_trusts, schools_where, trusts_where
from access.roles import Permission


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: Person, *, on: date) -> ExportQuerySet:
        """One's own, and all of the schools and trusts whose register one may export."""
        schools = schools_where(user, Permission.REGISTER_EXPORT, on)
        trusts = trusts_where(user, Permission.REGISTER_EXPORT, on)
        return self.filter(
            Q(asked_by=user) | Q(school_id__in=schools) | Q(trust_id__in=trusts),
            trust_id__in=own_trusts(user, on),
        )

    def waiting(self, at: datetime) -> ExportQuerySet:
        """Asked for and not begun, or begun by a worker that is no more."""
        return self.filter(
            Q(state=Export.State.ASKED) | Q(state=Export.State.WORKING, leased_until__lt=at)
        )

    def unfinished(self) -> ExportQuerySet:
        """Asked for, and neither ready nor given up."""
        return self.filter(state__in=(Export.State.ASKED, Export.State.WORKING))

    def numbered(self, *, trust_id: UUID, school_id: UUID | None) -> ExportQuerySet:
        """Numbered files of this register, the newest first."""
        return self.filter(
            trust_id=trust_id, school_id=school_id, version__isnull=False, state=Export.State.READY
        ).order_by("-version", "-ready_at")


class Export(models.Model):
    """A file somebody asked for: what it is, how far it has come, and where it lies when ready."""

    class State(models.TextChoices):
        ASKED = "asked", "Waiting to be prepared"
        WORKING = "working", "Being prepared"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be prepared"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports")
    asked_at = models.DateTimeField()
    trust_id = models.UUIDField()
    school_id = models.UUIDField(null=True)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    leased_until = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    # How many of its pieces are made, and of how many.
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="exports/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=160, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    row_count = models.PositiveIntegerField(null=True)
    # The same rows have the same fingerprint and the same version, however often they are printed.
    fingerprint = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = ExportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "asked_at"]),
            models.Index(fields=["asked_by", "asked_at"]),
            models.Index(fields=["school_id", "asked_at"]),
            models.Index(fields=["trust_id", "asked_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def is_taken(self, at: datetime) -> bool:
        """Whether a worker has it in hand."""
        return (
            self.state == self.State.WORKING
            and self.leased_until is not None
            and self.leased_until > at
        )


class Download(models.Model):
    """Somebody fetched a file."""

    id = models.BigAutoField(primary_key=True)
    export = models.ForeignKey(Export, models.PROTECT, related_name="downloads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.export_id} {self.at}"


class FragmentQuerySet(models.QuerySet["Fragment"]):
    def unused_since(self, day: date) -> FragmentQuerySet:
        return self.filter(used_on__lt=day)


class Fragment(models.Model):
    """A few pages that are printed again as they are for as long as what they say has not changed."""

    key = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()
    used_on = models.DateField()

    objects = FragmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["used_on"])]

    def __str__(self) -> str:
        return self.key
