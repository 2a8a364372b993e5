"""Sheets of channels people have uploaded, and what became of each of their rows."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse

from access.check import own_trusts, schools_where, trusts_where
from access.roles import Permission
from accounts_registry.record.models.channels import Channel
from accounts_registry.record.models.states import ChannelState
from people.models import User

UNDO_FOR = timedelta(days=7)

LONGEST = timedelta(minutes=10)  # nobody holds an import for so long without saying that it goes on


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", "Not imported yet"
    WAITING = "waiting", "Waiting to begin"
    RUNNING = "running", "Being imported"
    DONE = "done", "Imported"
    FAILED = "failed", "Could not be finished"
    CANCELLED = "cancelled", "Cancelled"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"


UNDER_WAY = (ImportState.RUNNING, ImportState.UNDOING)


class RegisterImportQuerySet(models.QuerySet["RegisterImport"]):
    def visible_to(self, user: User, *, on: date) -> RegisterImportQuerySet:
        """Those of the schools, and of the trusts as a whole, to whose register this person may add."""
        return self.filter(
            Q(school__in=schools_where(user, Permission.CHANNEL_ADD, on))
            | Q(school=None, trust__in=trusts_where(user, Permission.CHANNEL_ADD, on)),
            trust__in=own_trusts(user, on),
        )

    def without_rows(self) -> RegisterImportQuerySet:
        """For lists: a sheet may have ten thousand rows."""
        return self.defer("lines", "fixes", "columns")

    def left(self, since: datetime) -> RegisterImportQuerySet:
        """Uploaded before then, and neither imported nor cancelled."""
        return self.filter(state=ImportState.UPLOADED, uploaded_at__lt=since)

    def unfinished(self) -> RegisterImportQuerySet:
        """Confirmed, or to be undone, and not through."""
        return self.filter(state__in=(ImportState.WAITING, *UNDER_WAY))

    def waiting(self, at: datetime) -> RegisterImportQuerySet:
        """Confirmed and not begun, or begun by a worker that is no more.

        Nobody is given more than two minutes: one that has an hour got it before the clock was set back.
        """
        return self.filter(
            Q(state=ImportState.WAITING)
            | Q(state__in=UNDER_WAY, leased_until=None)
            | Q(state__in=UNDER_WAY, leased_until__lt=at)
            | Q(state__in=UNDER_WAY, leased_until__gt=at + LONGEST)
        )


class ImportedRowQuerySet(models.QuerySet["ImportedRow"]):
    def visible_to(self, user: User, *, on: date) -> ImportedRowQuerySet:
        """Those of the imports this person may see."""
        return self.filter(upload__in=RegisterImport.objects.visible_to(user, on=on))

    def to_undo(self) -> ImportedRowQuerySet:
        return self.filter(
            outcome__in=(ImportedRow.Outcome.ADDED, ImportedRow.Outcome.UPDATED), undo=""
        )

    def left_out_because(self) -> list[tuple[int, str]]:
        """The rows that were left out, and why."""
        rows = (
            self.filter(outcome=ImportedRow.Outcome.LEFT_OUT)
            .order_by("number")
            .values_list("number", "problem")
        )
        return [(number, ". ".join(problem.splitlines())) for number, problem in rows]


class RegisterImport(models.Model):
    """A sheet from its upload to its end; nothing of it is on the register before it is confirmed.

    `lines` are its rows as [number in the sheet, cells]; `columns` the place of each column that
    means something; `fixes` what was mended in the browser, by row and column. Without a school the
    sheet names one in each row.
    """

    State = ImportState

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=16)
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="+")
    school = models.ForeignKey(
        "schools.School", models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField(max_length=200)
    lines = models.JSONField(default=list)
    first_row = models.PositiveIntegerField(default=1)
    columns = models.JSONField(default=dict)
    fixes = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    uploaded_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    row_count = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    before = models.PositiveIntegerField(null=True)
    after = models.PositiveIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = RegisterImportQuerySet.as_manager()

    class Meta:
        ordering = ("-uploaded_at",)
        indexes = [models.Index(fields=["state", "uploaded_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["trust", "reference"], name="one_import_per_trust_and_reference"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.reference})"

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.reference])

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING, self.State.UNDOING)

    @property
    def asked_at(self) -> datetime | None:
        """Since when the worker is to do what it has been asked for last."""
        return self.undone_at if self.state == self.State.UNDOING else self.confirmed_at

    def is_taken(self, at: datetime) -> bool:
        """Whether a worker has it in hand."""
        return (
            self.state in (self.State.RUNNING, self.State.UNDOING)
            and self.leased_until is not None
            and self.leased_until > at
        )

    @property
    def undo_until(self) -> datetime | None:
        return self.finished_at + UNDO_FOR if self.finished_at else None

    def can_be_undone(self, at: datetime) -> bool:
        until = self.undo_until
        is_over = self.state in (self.State.DONE, self.State.FAILED)
        return is_over and until is not None and at <= until


class ImportedRow(models.Model):
    """What became of one row. `was` holds what an undo puts back, `parts` who ran the channel then after."""

    class Outcome(models.TextChoices):
        ADDED = "added", "Added"
        UPDATED = "updated", "Updated"
        UNCHANGED = "unchanged", "Nothing to change"
        LEFT_OUT = "left_out", "Left out"

    class Undo(models.TextChoices):
        NOT_ASKED = "", "Not asked for"
        UNDONE = "undone", "Undone"
        KEPT = "kept", "Changed since, and left alone"

    id = models.BigAutoField(primary_key=True)
    upload = models.ForeignKey(RegisterImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    problem = models.TextField(blank=True)
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, related_name="imported_rows")
    state = models.ForeignKey(ChannelState, models.PROTECT, null=True, related_name="+")
    changes = models.JSONField(default=dict)
    was = models.JSONField(default=dict)
    parts = models.JSONField(default=list)
    undo = models.CharField(max_length=10, choices=Undo.choices, blank=True)

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="one_outcome_per_row")
        ]

    def __str__(self) -> str:
        return f"Row {self.number} of {self.upload_id}"
