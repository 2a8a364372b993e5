"""The register's entries (Q-App1-1 to Q-App1-7)."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import slugify

from accounts_registry.accounts import proofs
from accounts_registry.record.models.channel_queryset import ChannelQuerySet
from accounts_registry.record.statuses import LIVE, ChannelStatus
from govuk.web_addresses import WebAddressField
from people.models import User
from platforms.models import Platform


class Channel(models.Model):
    """An entry of the register of official channels (Q-App1-1 to Q-App1-7).

    PROTECT here and in all that refers to a channel, its search text apart: nothing of the register goes by the way.
    """

    Status = ChannelStatus

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

    class Purpose(models.TextChoices):
        LEARNING = "learning", "Learning"
        COMMUNICATION = "communication", "Communication"
        MARKETING = "marketing", "Marketing"
        COMMUNITY = "community", "Community engagement"
        DEVELOPMENT = "development", "Professional development"

    class Objective(models.TextChoices):
        EDUCATIONAL = "educational", "Educational"
        COMMUNITY = "community", "Community engagement"
        BOTH = "both", "Both"

    class Hosting(models.TextChoices):
        SCHOOL = "school", "The school"
        THIRD_PARTY = "third_party", "Somebody else's site"
        CONTRACTOR = "contractor", "A contractor for the school"

    class Membership(models.TextChoices):
        PUBLIC = "public", "Anybody"
        APPROVED = "approved", "People who ask and are let in"
        KNOWN = "known", "Only people we know"

    class Moderation(models.TextChoices):
        BEFORE = "before", "Comments are checked before they show"
        AFTER = "after", "Comments are checked after they show"
        OFF = "off", "Comments are off"

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
    # What the platform itself calls the account; it stays when the handle changes.
    permanent_id = models.CharField(max_length=100, blank=True)
    # The id that the headteacher or communications opened and found to be ours; another one is not proven.
    confirmed_id = models.CharField(max_length=100, blank=True)
    identity = models.CharField(
        max_length=140, blank=True, help_text="Platform and handle, normalised"
    )
    # The identity that was accepted, or that a second person has looked at since; empty before that.
    confirmed_identity = models.CharField(max_length=140, blank=True)
    # What is left of the name once everything is taken out that a copy of it would change.
    skeleton = models.CharField(max_length=100, blank=True, editable=False)
    url = WebAddressField(blank=True)
    scope = models.CharField(max_length=12, choices=Scope.choices, default=Scope.SCHOOL)
    department = models.CharField(max_length=100, blank=True)
    purpose = models.JSONField(default=list)
    objective = models.CharField(max_length=12, choices=Objective.choices, blank=True)
    aims = models.TextField(blank=True)
    # What its request said it would be measured by, and the hours a week it would take.
    measures = models.TextField(blank=True)
    hours_planned = models.FloatField(null=True, blank=True)
    # What else was signed with it: the words of its request.
    why_worthwhile = models.TextField(blank=True)
    content = models.TextField(blank=True)
    consent_plan = models.TextField(blank=True)
    promotion = models.TextField(blank=True)
    other_ways = models.TextField(blank=True)
    security_measures = models.TextField(blank=True)
    exit_strategy = models.TextField(blank=True)
    cover_plan = models.TextField(blank=True)
    audience = models.JSONField(default=list)
    contributors = models.JSONField(default=list)
    pupils_under_16 = models.BooleanField(default=False)
    pupil_images = models.CharField(
        max_length=20, choices=PupilImages.choices, default=PupilImages.NONE
    )
    openness = models.CharField(max_length=8, choices=Openness.choices, default=Openness.OPEN)
    interaction = models.JSONField(default=list)
    membership = models.CharField(max_length=8, choices=Membership.choices, blank=True)
    pupil_communication_allowed = models.BooleanField(default=False)
    min_age = models.PositiveSmallIntegerField(null=True, blank=True)
    hosting = models.CharField(max_length=12, choices=Hosting.choices, default=Hosting.SCHOOL)
    host_name = models.CharField(max_length=150, blank=True)
    intervention_plan = models.TextField(blank=True)
    moderation_required = models.BooleanField(default=True)
    moderation_reason = models.CharField(max_length=200, blank=True)
    moderation_mode = models.CharField(max_length=6, choices=Moderation.choices, blank=True)
    moderation_team = models.CharField(max_length=100, blank=True)
    logo_used = models.BooleanField(null=True)
    logo_link_back_url = WebAddressField(blank=True)
    logo_agreed_on = models.DateField(null=True, blank=True)
    consents_checked_on = models.DateField(null=True, blank=True)
    parents_notice_shown = models.BooleanField(default=False)
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
    admin_limit_reason = models.CharField(max_length=200, blank=True)
    # Opened before it was approved: true for ever (4.1.6).
    retrospective = models.BooleanField(default=False)

    date_opened = models.DateField(null=True, blank=True)
    date_closed = models.DateField(null=True, blank=True)
    planned_opening = models.DateField(null=True, blank=True)
    planned_closing = models.DateField(null=True, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    last_post_on = models.DateField(null=True, blank=True)
    last_post_checked_on = models.DateField(null=True, blank=True)
    pause_cause = models.CharField(max_length=12, blank=True)
    pause_reason = models.CharField(max_length=200, blank=True)
    # The safeguarding lead paused it, and has to agree before it is taken up again (C6).
    paused_for_safety = models.BooleanField(default=False)
    closure_reason = models.CharField(max_length=20, blank=True)
    closure_note = models.CharField(max_length=400, blank=True)
    closure_evidence = models.CharField(max_length=12, blank=True)
    # The account name is kept after closing, so that nobody else can take it.
    handle_parked = models.BooleanField(default=False)

    # Where the login is kept and by whom; never the login itself (rule 5).
    credentials_location = models.CharField(max_length=200, blank=True)
    credentials_post = models.ForeignKey(
        "people.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    credentials_verified_on = models.DateField(null=True, blank=True)
    credentials_rotated_on = models.DateField(null=True, blank=True)
    rotation_reason = models.CharField(max_length=200, blank=True)
    recovery_email = models.EmailField(blank=True)
    two_factor = models.CharField(max_length=12, choices=TwoFactor.choices, blank=True)
    two_factor_reason = models.CharField(max_length=200, blank=True)
    privacy_settings_checked_on = models.DateField(null=True, blank=True)
    house_rules_url = WebAddressField(blank=True)
    profile_states_role = models.BooleanField(default=False)
    website_link_url = WebAddressField(blank=True)
    no_link_reason = models.CharField(max_length=200, blank=True)
    privacy_notice_listed_on = models.DateField(null=True, blank=True)
    privacy_notice_version = models.CharField(max_length=40, blank=True)
    # What is due when: kept with the row, so that every list can say it without another question.
    privacy_review_due = models.DateField(null=True, blank=True)
    privacy_review_trigger = models.CharField(max_length=12, blank=True)
    image_action_due = models.DateField(null=True, blank=True)
    evaluation_due = models.DateField(null=True, blank=True)
    risk_review_due = models.DateField(null=True, blank=True)
    gaps_due = models.DateField(null=True, blank=True)
    completion_due = models.DateField(null=True, blank=True)
    freeze_due = models.DateField(null=True, blank=True)
    reappearance_due = models.DateField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identity"],
                condition=~Q(identity="") & (Q(status__in=LIVE) | Q(handle_parked=True)),
                name="one_live_channel_per_identity",
            ),
            models.UniqueConstraint(
                fields=["platform", "permanent_id"],
                condition=~Q(permanent_id="") & Q(status__in=LIVE),
                name="one_live_channel_per_permanent_id",
            ),
            models.CheckConstraint(
                condition=Q(date_closed=None)
                | Q(date_opened=None)
                | Q(date_closed__gte=F("date_opened")),
                name="channel_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=~Q(status=ChannelStatus.CLOSED) | Q(date_closed__isnull=False),
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
            models.Index(fields=["identity"]),
            models.Index(fields=["confirmed_identity"]),
            models.Index(fields=["skeleton"]),
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
    def is_id_confirmed(self) -> bool:
        """Whether somebody who may say so has opened the link of this very id."""
        return bool(self.permanent_id) and self.confirmed_id == self.permanent_id

    @property
    def rests_on_its_id(self) -> bool:
        return proofs.rests_on_its_id(self)

    @property
    def waits_for_its_handle(self) -> bool:
        return proofs.waits_for_its_handle(self)

    @property
    def passes_tests(self) -> bool:
        return bool(
            self.master_privileges_held and self.editorial_oversight and self.admins_limited
        )

    @property
    def official(self) -> str:
        """The one computed answer.

        `official, being_checked, not_confirmed, not_official, not_live, closed`.
        """
        if self.status in (ChannelStatus.PLANNED, ChannelStatus.CANCELLED):
            return "not_live"
        if self.status == ChannelStatus.CLOSED:
            return "closed"
        if not self.is_accepted:
            return "not_confirmed"
        if not self.passes_tests:
            return "not_official"
        return "being_checked" if proofs.is_being_checked(self) else "official"

    def relations_of(self, user: User, on: date) -> set[str]:
        return self.people.relations(user, on=on) | self._custody(user, on)

    def _custody(self, user: User, on: date) -> set[str]:
        """Whoever holds the post that looks after the login details (Q-5.3-19)."""
        held = self.credentials_post_id and user.holdings.on(on).filter(
            post_id=self.credentials_post_id
        )
        return {"CUSTODIAN"} if held and held.exists() else set()
