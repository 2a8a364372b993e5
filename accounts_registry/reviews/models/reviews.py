"""What is kept of reviews: privacy settings, aims, the yearly look at the register, and changed platforms."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from access.check import own_trusts, schools_where
from access.roles import Permission
from accounts_registry.record.models.channels import Channel
from accounts_registry.record.models.of_channel import OfChannelQuerySet
from people.models import User
from platforms.models import Platform


class AttestationQuerySet(models.QuerySet["Attestation"]):
    def visible_to(self, user: User, *, on: date) -> AttestationQuerySet:
        return self.filter(school_id__in=schools_where(user, Permission.COMPLIANCE_SEE, on))


class PlatformChangeQuerySet(models.QuerySet["PlatformChange"]):
    def visible_to(self, user: User, *, on: date) -> PlatformChangeQuerySet:
        return self.filter(trust_id__in=own_trusts(user, on))


class OfChannel(models.Model):
    """Something kept about one channel: it belongs where its channel belongs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="%(class)ss")
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    objects = OfChannelQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("-at",)
        get_latest_by = "at"

    @property
    def trust_id(self) -> uuid.UUID:
        return self.channel.trust_id

    @property
    def school_id(self) -> uuid.UUID | None:
        return self.channel.school_id

    def relations_of(self, user: User, on: date) -> set[str]:
        return self.channel.relations_of(user, on)


class PrivacyReview(OfChannel):
    """A look at an account's settings (Q-5.5-22). Kept as it was answered, never changed.

    `items` are lines of the template: code, setting, recommended, result and note.
    """

    class Trigger(models.TextChoices):
        ROUTINE = "routine", "Every term"
        PLATFORM = "platform", "The platform changed its settings"
        # Not a word that says there was a concern: the register is read by many.
        INCIDENT = "asked", "Asked for"
        HANDOVER = "handover", "Other people run it now"

    class Images(models.TextChoices):
        NO = "no", "No"
        YES = "yes", "Yes"
        UNSURE = "unsure", "I am not sure"

    trigger = models.CharField(max_length=12, choices=Trigger.choices, default=Trigger.ROUTINE)
    template_version = models.PositiveSmallIntegerField()
    is_strict = models.BooleanField(default=False)
    changed = models.BooleanField(default=True)
    items = models.JSONField(default=list)
    devices_locked = models.BooleanField(default=False)
    two_factor_checked = models.BooleanField(default=False)
    admin_list_checked = models.BooleanField(default=False)
    pupil_images = models.CharField(max_length=6, choices=Images.choices)
    open_exceptions = models.PositiveSmallIntegerField(default=0)
    countersigned_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    countersigned_at = models.DateTimeField(null=True, blank=True)

    class Meta(OfChannel.Meta):
        indexes = [
            models.Index(fields=["channel", "-at"]),
            models.Index(
                fields=["open_exceptions"],
                name="reviews_to_countersign",
                condition=Q(countersigned_at=None, open_exceptions__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"Privacy settings of {self.channel_id} on {self.done_on}"


class Evaluation(OfChannel):
    """Whether a channel did what its business case said it would (I-A.1.7)."""

    class Aims(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"

    class Advice(models.TextChoices):
        CONTINUE = "continue", "Keep it as it is"
        CHANGE = "change", "Keep it and change something"
        CLOSE = "close", "Close it"

    measures = models.JSONField(default=list)
    aims_met = models.CharField(max_length=6, choices=Aims.choices)
    hours_actual = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    recommendation = models.CharField(max_length=8, choices=Advice.choices)
    needs_head = models.BooleanField(default=False)
    head_view = models.TextField(blank=True)
    head_on = models.DateField(null=True, blank=True)
    head = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(OfChannel.Meta):
        indexes = [models.Index(fields=["channel", "-at"])]

    def __str__(self) -> str:
        return f"Evaluation of {self.channel_id} on {self.done_on}"


class Attestation(models.Model):
    """One of the two signatures under a school's register of one year (Q-App1-1, Q-5.2-10).

    `rows` is what was on the page: each open channel with what the portal found wrong and what the
    signer says must be corrected.
    """

    class Part(models.TextChoices):
        OFFICE = "office", "Office"
        HEAD = "head", "Headteacher"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey("schools.School", models.PROTECT, related_name="attestations")
    year = models.PositiveSmallIntegerField(help_text="The year in which it fell due")
    due_on = models.DateField()
    part = models.CharField(max_length=6, choices=Part.choices)
    rows = models.JSONField(default=list)
    everything_right = models.BooleanField()
    missing = models.TextField(blank=True)
    notice_compared = models.BooleanField(default=False)
    website_compared = models.BooleanField(default=False)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AttestationQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "at")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "year", "part"], name="one_signature_per_part_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} of {self.school_id}, {self.year}"

    @property
    def trust_id(self) -> uuid.UUID:
        return self.school.trust_id


class PlatformChange(models.Model):
    """That a platform changed its settings, as one trust noticed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="changes")
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    note = models.CharField(max_length=400, blank=True)

    objects = PlatformChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.platform_id} on {self.on}"
