"""Trusts, schools, their dates and their settings."""

from __future__ import annotations

import uuid
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Q

from access.check import Person, own_trusts, trusts_where
from access.roles import Permission
from govuk.web_addresses import WebAddressField
from schools.bank_holidays import Country


class TrustQuerySet(models.QuerySet["Trust"]):
    def visible_to(self, user: Person, *, on: date) -> TrustQuerySet:
        return self.filter(pk__in=own_trusts(user, on))


class Trust(models.Model):
    """The legal person that controls the data. A wall stands between any two of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    short_name = models.SlugField(max_length=20, unique=True)
    group_uid = models.CharField(max_length=10, blank=True)
    email_domains = models.JSONField(default=list)
    country = models.CharField(
        max_length=20, choices=Country.choices, default=Country.ENGLAND_AND_WALES
    )
    website_url = WebAddressField(blank=True)
    privacy_notice_url = WebAddressField(blank=True)
    colour = models.CharField(max_length=7, default="#0E6B4F")
    logo = models.FileField(upload_to="logos/", blank=True)
    logo_alt = models.CharField(max_length=120, blank=True)
    words = models.JSONField(default=dict)
    preset = models.CharField(max_length=12, blank=True)
    exit_page_url = WebAddressField(default="https://www.bbc.co.uk/weather")

    objects = TrustQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def trust_id(self) -> uuid.UUID:
        return self.pk

    @property
    def school_id(self) -> None:
        return None


class SchoolQuerySet(models.QuerySet["School"]):
    def visible_to(self, user: Person, *, on: date) -> SchoolQuerySet:
        """Everybody may know of the schools of their own trust."""
        return self.filter(trust_id__in=own_trusts(user, on))

    def open(self) -> SchoolQuerySet:
        return self.filter(status=School.Status.ACTIVE)


class School(models.Model):
    """A school by its unique reference number (URN). Phones here are the office's, never a person's."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Open"
        CLOSED = "closed", "Closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trust = models.ForeignKey(Trust, models.PROTECT, related_name="schools")
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    urn = models.CharField(max_length=6, unique=True, null=True, blank=True)
    laestab = models.CharField(max_length=7, blank=True)
    ukprn = models.CharField(max_length=8, blank=True)
    phase = models.CharField(max_length=30, blank=True)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    address = models.TextField(blank=True)
    town = models.CharField(max_length=60, blank=True)
    country = models.CharField(
        max_length=20, choices=Country.choices, default=Country.ENGLAND_AND_WALES
    )
    local_authority = models.CharField(max_length=80, blank=True)
    lado_phone = models.CharField(max_length=30, blank=True)
    social_care_phone = models.CharField(max_length=30, blank=True)
    office_email = models.EmailField(blank=True)
    office_phone = models.CharField(max_length=30, blank=True)
    website_url = WebAddressField(blank=True)
    privacy_notice_url = WebAddressField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    # Since its head and lead have signed in and can be phoned. Reached once, it is not lost.
    takes_reports_since = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SchoolQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def school_id(self) -> uuid.UUID:
        return self.pk


class SchoolAddress(models.Model):
    """Every public address a school has ever had. Never reused, so a printed poster never lies."""

    slug = models.SlugField(max_length=120, primary_key=True)
    school = models.ForeignKey(School, models.PROTECT, related_name="addresses")

    def __str__(self) -> str:
        return self.slug


class DateQuerySet(models.QuerySet["SchoolDate"]):
    def visible_to(self, user: Person, *, on: date) -> DateQuerySet:
        return self.filter(school__trust_id__in=own_trusts(user, on))


class SchoolDate(models.Model):
    """A stretch of a school's year: a term, a holiday, a training day."""

    class Kind(models.TextChoices):
        TERM = "term", "Term"
        HALF_TERM = "half_term", "Half term"
        HOLIDAY = "holiday", "Holiday"
        INSET = "inset", "Training day"
        CLOSURE = "closure", "Closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, models.CASCADE, related_name="dates")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    start_date = models.DateField()
    end_date = models.DateField()

    objects = DateQuerySet.as_manager()

    class Meta:
        ordering = ("start_date",)
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__gte=models.F("start_date")), name="date_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.start_date} to {self.end_date}"


class SettingQuerySet(models.QuerySet["Setting"]):
    def visible_to(self, user: Person, *, on: date) -> SettingQuerySet:
        return self.filter(trust_id__in=own_trusts(user, on))

    def in_force(self, *, trust_id: UUID, school_id: UUID | None = None) -> SettingQuerySet:
        """The open values of this trust, and of this school where one is named."""
        return self.filter(trust_id=trust_id, effective_to=None).filter(
            Q(school=None) | Q(school_id=school_id)
        )


class Setting(models.Model):
    """What a trust, or one of its schools, has chosen where policies differ. Old values stay, dated."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trust = models.ForeignKey(Trust, models.PROTECT, related_name="settings")
    school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="settings"
    )
    key = models.CharField(max_length=40)
    value = models.JSONField()
    effective_from = models.DateTimeField()
    effective_to = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    changed_by_id = models.UUIDField()

    objects = SettingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["trust", "key"],
                condition=Q(school=None, effective_to=None),
                name="one_open_setting_per_trust",
            ),
            models.UniqueConstraint(
                fields=["school", "key"],
                condition=Q(effective_to=None),
                name="one_open_setting_per_school",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class SchoolImportQuerySet(models.QuerySet["SchoolImport"]):
    def visible_to(self, user: Person, *, on: date) -> SchoolImportQuerySet:
        """Those of the trusts that this person sets up."""
        return self.filter(trust_id__in=trusts_where(user, Permission.TRUST_SET_UP, on))


class SchoolImport(models.Model):
    """A trust's schools from the Department's file as uploaded, kept while they are looked at.

    `result` says what would become of each row, and after the import what became of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trust = models.ForeignKey(Trust, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    closed = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    uploaded_by_id = models.UUIDField()
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)

    objects = SchoolImportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.file_name} {self.uploaded_at}"
