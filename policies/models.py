"""Policies, their versions, and who has confirmed reading which."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from access.check import own_trusts, schools_where
from access.roles import Permission
from people.models import User


class PolicyQuerySet(models.QuerySet["Policy"]):
    def visible_to(self, user: User, *, on: date) -> PolicyQuerySet:
        """Everybody reads the policies of their own trust, and those of their own schools."""
        return self.filter(
            Q(school=None) | Q(school_id__in=own_schools(user, on)),
            trust_id__in=own_trusts(user, on),
        )

    def uses_of_posts(self, posts: Any, *, on: date) -> Iterator[tuple[Any, str]]:
        """The policies that these posts look after."""
        for post, title in self.filter(owner_post__in=posts).values_list("owner_post", "title"):
            yield post, f"the owner of the policy {title}"

    def governing(self) -> PolicyQuerySet:
        """What people who run a channel must have confirmed."""
        return self.filter(governs_channels=True)


class Policy(models.Model):
    """A document people must follow, of the whole trust or of one school."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="policies")
    school = models.ForeignKey(
        "schools.School", models.PROTECT, null=True, blank=True, related_name="policies"
    )
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120)
    owner_post = models.ForeignKey(
        "people.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    review_frequency_months = models.PositiveSmallIntegerField(default=12)
    requires_acknowledgement = models.BooleanField(default=True)
    governs_channels = models.BooleanField(
        default=False, help_text="People who run a channel must have confirmed this one"
    )

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ("title",)
        verbose_name_plural = "policies"
        constraints = [
            models.UniqueConstraint(fields=["trust", "slug"], name="one_policy_address_per_trust")
        ]

    def __str__(self) -> str:
        return self.title

    def relations_of(self, user: User, on: date) -> set[str]:
        """A trust's policy is for all its staff; who looks after people sees which of them confirmed it."""
        relations = set()
        if self.school_id is None and any(
            held.trust_id == self.trust_id for held in user.roles_on(on)
        ):
            relations.add("STAFF")
        if schools_where(user, Permission.CONFIRMATIONS_SEE, on) or user.team.present(on).exists():
            relations.add("LM")
        return relations


class VersionQuerySet(models.QuerySet["PolicyVersion"]):
    def visible_to(self, user: User, *, on: date) -> VersionQuerySet:
        return self.filter(
            Q(policy__school=None) | Q(policy__school_id__in=own_schools(user, on)),
            policy__trust_id__in=own_trusts(user, on),
        )

    def in_force(self) -> VersionQuerySet:
        return self.filter(status=PolicyVersion.Status.PUBLISHED)


class PolicyVersion(models.Model):
    """One published text of a policy, with its document control."""

    class Status(models.TextChoices):
        PUBLISHED = "published", "In force"
        SUPERSEDED = "superseded", "Replaced"

    class Precision(models.TextChoices):
        DAY = "day", "Day"
        MONTH = "month", "Month"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    number = models.CharField(max_length=10)
    text = models.TextField(blank=True)
    change_summary = models.TextField(blank=True)
    is_major = models.BooleanField(default=True)
    approved_by_body = models.CharField(max_length=100, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    minute_reference = models.CharField(max_length=30, blank=True)
    issued_on = models.DateField()
    next_review_date = models.DateField(null=True, blank=True)
    review_precision = models.CharField(
        max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PUBLISHED)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("-issued_on",)
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="one_number_per_policy"),
            models.UniqueConstraint(
                fields=["policy"],
                condition=models.Q(status="published"),
                name="one_version_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy}, version {self.number}"

    @property
    def trust_id(self) -> uuid.UUID:
        return self.policy.trust_id

    @property
    def school_id(self) -> uuid.UUID | None:
        return self.policy.school_id

    def relations_of(self, user: User, on: date) -> set[str]:
        return self.policy.relations_of(user, on)


class AcknowledgementQuerySet(models.QuerySet["Acknowledgement"]):
    def visible_to(self, user: User, *, on: date) -> AcknowledgementQuerySet:
        """One's own; lists of others' are asked through people one may see."""
        return self.filter(person=user)

    def current(self, on: date) -> AcknowledgementQuerySet:
        """Not run out. Whether the version still counts is asked of `policies.confirmations`."""
        return self.filter(valid_until__gte=on)


class Acknowledgement(models.Model):
    """A person's confirmation that they have read one version. Never changed, only followed by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.User", models.PROTECT, related_name="acknowledgements")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="acknowledgements")
    statement = models.TextField()
    signed_at = models.DateTimeField()
    valid_until = models.DateField()

    objects = AcknowledgementQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "valid_until"])]

    def __str__(self) -> str:
        return f"{self.version} {self.signed_at:%Y-%m-%d}"


def own_schools(user: User, on: date) -> set[UUID]:
    return {school for held in user.roles_on(on) for school in held.school_ids}
