"""The register: platforms, channels, the people who run them and who covers for whom."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import slugify

from accounts_registry.querysets import (
    ChannelPersonQuerySet,
    ChannelQuerySet,
    CoverQuerySet,
    PlatformQuerySet,
)

LIVE = ("planned", "open", "suspended", "closing")


class Platform(models.Model):
    """A social media service, as data: how its links look and how old one must be."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=60, unique=True)
    aliases = models.JSONField(default=list)
    hosts = models.JSONField(default=list)
    handle_pattern = models.CharField(max_length=120, blank=True)
    example = models.CharField(max_length=100, blank=True)
    profile_url = models.CharField(
        max_length=100, blank=True, help_text="With {handle} where it goes"
    )
    path_patterns = models.JSONField(
        default=list, help_text="What the path of an account's link looks like"
    )
    reserved = models.JSONField(default=list, help_text="First words of a path that are no account")
    subdomains = models.BooleanField(default=False, help_text="The account stands before the host")
    minimum_age = models.PositiveSmallIntegerField(default=13)
    age_source = models.CharField(max_length=200, blank=True)
    age_checked_on = models.DateField(null=True, blank=True)
    current = models.BooleanField(default=True)

    objects = PlatformQuerySet.as_manager()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Channel(models.Model):
    """An entry of the register of official channels (Q-App1-1 to Q-App1-7)."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Not live yet"
        OPEN = "open", "Open"
        SUSPENDED = "suspended", "Paused"
        CLOSING = "closing", "Closing"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Not going ahead"

    class Scope(models.TextChoices):
        SCHOOL = "school", "The whole school"
        DEPARTMENT = "department", "A department or subject"
        CLASS = "class", "A class"
        YEAR = "year", "A year group"
        CLUB = "club", "A club or team"
        TRUST = "trust", "The trust"

    class Openness(models.TextChoices):
        OPEN = "open", "Open to everybody"
        CLOSED = "closed", "Private or closed"

    class PupilImages(models.TextChoices):
        NONE = "none", "No photos of pupils"
        NOT_IDENTIFIABLE = "not_identifiable", "Pupils not identifiable"
        WITH_CONSENT = "with_consent", "Identifiable with consent"

    class TwoFactor(models.TextChoices):
        ON = "on", "On"
        NOT_OFFERED = "not_offered", "Not offered by the platform"
        OFF = "off", "Off"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=10, unique=True)
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="channels")
    school = models.ForeignKey(
        "schools.School", models.PROTECT, null=True, blank=True, related_name="channels"
    )
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="channels")
    platform_other = models.CharField(max_length=60, blank=True)
    account_name = models.CharField(max_length=150)
    handle = models.CharField(max_length=100, blank=True)
    identity = models.CharField(
        max_length=140, blank=True, help_text="Platform and handle, normalised"
    )
    url = models.URLField(blank=True)
    scope = models.CharField(max_length=12, choices=Scope.choices, default=Scope.SCHOOL)
    aims = models.TextField(blank=True)
    audience = models.JSONField(default=list)
    contributors = models.JSONField(default=list)
    pupils_under_16 = models.BooleanField(default=False)
    pupil_images = models.CharField(
        max_length=20, choices=PupilImages.choices, default=PupilImages.NONE
    )
    openness = models.CharField(max_length=8, choices=Openness.choices, default=Openness.OPEN)
    interaction = models.JSONField(default=list)
    moderation_required = models.BooleanField(default=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)

    approval_reference = models.CharField(max_length=12, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    legacy_import = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The three tests of an official account (Q-5.2-5 to Q-5.2-7); None is "not asked yet".
    master_privileges_held = models.BooleanField(null=True)
    editorial_oversight = models.BooleanField(null=True)
    admins_limited = models.BooleanField(null=True)
    tests_checked_on = models.DateField(null=True, blank=True)

    date_opened = models.DateField(null=True, blank=True)
    date_closed = models.DateField(null=True, blank=True)
    planned_opening = models.DateField(null=True, blank=True)
    planned_closing = models.DateField(null=True, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    pause_reason = models.CharField(max_length=200, blank=True)

    # Where the login is kept and by whom; never the login itself (R5).
    credentials_location = models.CharField(max_length=200, blank=True)
    credentials_post = models.ForeignKey(
        "people.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    recovery_email = models.EmailField(blank=True)
    two_factor = models.CharField(max_length=12, choices=TwoFactor.choices, blank=True)
    two_factor_reason = models.CharField(max_length=200, blank=True)
    privacy_settings_checked_on = models.DateField(null=True, blank=True)
    house_rules_url = models.URLField(blank=True)
    profile_states_role = models.BooleanField(default=False)
    website_link_url = models.URLField(blank=True)
    no_link_reason = models.CharField(max_length=200, blank=True)
    privacy_notice_listed_on = models.DateField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identity"],
                condition=~Q(identity="") & Q(status__in=LIVE),
                name="one_live_channel_per_identity",
            ),
            models.CheckConstraint(
                condition=Q(date_closed=None)
                | Q(date_opened=None)
                | Q(date_closed__gte=F("date_opened")),
                name="channel_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(date_closed__isnull=False),
                name="closed_channel_has_its_date",
            ),
        ]
        indexes = [
            models.Index(fields=["trust", "status"]),
            models.Index(
                "trust",
                Lower("account_name"),
                "id",
                name="channels_by_name",
                condition=Q(is_sample=False),
            ),
            models.Index(fields=["next_review_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.account_name} ({self.reference})"

    def get_absolute_url(self) -> str:
        return reverse("register:detail", args=[self.reference.lower(), self.words])

    @property
    def words(self) -> str:
        """What follows the reference in the address: decoration, so it may change."""
        return slugify(f"{self.account_name} {self.platform_name}")[:60] or "channel"

    @property
    def platform_name(self) -> str:
        return self.platform_other or self.platform.name

    @property
    def shown_name(self) -> str:
        """The account as people know it: @AshdownPE, or the page's name."""
        return f"@{self.handle}" if self.handle and "/" not in self.handle else self.account_name

    @property
    def is_accepted(self) -> bool:
        """An approved channel is accepted by its approval; an imported row once the head says so."""
        return not self.legacy_import or self.accepted_at is not None

    @property
    def passes_tests(self) -> bool:
        return bool(
            self.master_privileges_held and self.editorial_oversight and self.admins_limited
        )

    @property
    def official(self) -> str:
        """The one computed answer: `official, not_confirmed, not_official, not_live, closed`."""
        if self.status in ("planned", "cancelled"):
            return "not_live"
        if self.status == "closed":
            return "closed"
        if not self.is_accepted:
            return "not_confirmed"
        return "official" if self.passes_tests else "not_official"

    def relations_of(self, user: Any, on: date) -> set[str]:
        return self.people.relations(user, on=on)


class ChannelPerson(models.Model):
    """A post or a person with a part in running a channel, from a day until a day."""

    class Part(models.TextChoices):
        MASTER = "master", "Master administration"
        ADMINISTRATOR = "administrator", "Administrator"
        MODERATOR = "moderator", "Moderator"
        POSTER = "poster", "Approved to post"
        OVERSEER = "overseer", "Editorial oversight"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="people")
    part = models.CharField(max_length=14, choices=Part.choices)
    post = models.ForeignKey(
        "people.Post", models.PROTECT, null=True, blank=True, related_name="channel_parts"
    )
    person = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="channel_parts"
    )
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ChannelPersonQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        indexes = [
            models.Index(fields=["channel", "part"]),
            models.Index(fields=["person", "part"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False) | Q(person__isnull=False),
                name="somebody_has_the_part",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} of {self.channel_id}"


class Cover(models.Model):
    """Somebody asked to moderate a channel while somebody else is away. Counts only once accepted."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Asked"
        ACCEPTED = "accepted", "Agreed"
        DECLINED = "declined", "Declined"
        ENDED = "ended", "No longer needed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="covers")
    absence = models.ForeignKey(
        "people.Absence", models.PROTECT, null=True, blank=True, related_name="covers"
    )
    person = models.ForeignKey("people.User", models.PROTECT, related_name="covers")
    start_date = models.DateField()
    end_date = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    asked_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ("start_date",)
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__gte=F("start_date")), name="cover_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.start_date} to {self.end_date}"

    @property
    def trust_id(self) -> uuid.UUID:
        return self.channel.trust_id

    @property
    def school_id(self) -> uuid.UUID | None:
        return self.channel.school_id

    def relations_of(self, user: Any, on: date) -> set[str]:
        own = {"SELF"} if self.person_id == user.pk else set()
        return own | self.channel.relations_of(user, on)

    def get_absolute_url(self) -> str:
        return reverse("reminders:answer", args=[self.pk])


class Numbering(models.Model):
    """The last number given out: references are permanent and never reused."""

    code = models.CharField(max_length=4, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.code}{self.last:04d}"
