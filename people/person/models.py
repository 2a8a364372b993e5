"""A person: whoever works at a school or its trust, governs it, or helps."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import and_
from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models import F, Q

from access.check import Held, Person, own_trusts, schools_where, trusts_where
from access.roles import Permission
from people.names import names
from people.names.fields import FoundAsField, NameKeyField
from people.names.past_names import PastName
from people.posts.models import Post
from people.roles.held import held_on, knows_of
from people.roles.models import RoleAssignment
from people.scope import at_own_places, not_over, whole_trusts
from schools.models import School, Trust

SYSTEM_ID = uuid.UUID("00000000-0000-4000-8000-000000000001")


class Category(models.TextChoices):
    TEACHING = "teaching", "Teaching staff"
    SUPPORT = "support", "Support staff"
    LEADERSHIP = "leadership", "Leadership"
    TRAINEE = "trainee", "Trainee"
    AGENCY = "agency", "Agency or supply"
    CONTRACTOR = "contractor", "Contractor"
    VOLUNTEER = "volunteer", "Volunteer"
    PARENT_VOLUNTEER = "parent_volunteer", "Parent volunteer"
    GOVERNOR = "governor", "Governor"
    TRUSTEE = "trustee", "Trustee"
    MEMBER = "member", "Member of the trust"
    HEAD_OFFICE = "head_office", "Trust central team"


EMPLOYEES = frozenset({"teaching", "support", "leadership", "trainee", "head_office"})


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User, *, on: date) -> UserQuerySet:
        """Oneself and one's colleagues: who has a role at a school of one's own, or at one's trust.

        Somebody with a role at the trust sees all of its people.
        """
        colleagues = RoleAssignment.objects.filter(not_over(on), at_own_places(user, on))
        return self.filter(
            Q(pk=user.pk)
            | Q(trust_id__in=whole_trusts(user, on))
            | Q(trust_id__in=own_trusts(user, on), pk__in=colleagues.values("person_id")),
            is_system=False,
        )

    def within(self, user: User, permission: Permission, *, on: date) -> UserQuerySet:
        """The people of the schools and trusts where this person holds this permission."""
        schools = schools_where(user, permission, on)
        there = RoleAssignment.objects.filter(not_over(on), school_id__in=schools)
        return self.filter(
            Q(trust_id__in=trusts_where(user, permission, on))
            | Q(pk__in=there.values("person_id")),
            is_system=False,
        )

    def found_by(self, typed: str, *, or_address: bool = False) -> UserQuerySet:
        """Those whose names hold every word of what was typed, however it was typed.

        A name counts that somebody had until lately. With `or_address` a word may be a part of the e-mail
        address instead. Nothing typed finds nobody.
        """
        asked = Q()
        for word in typed.split():
            parts = [
                Q(found_as__contains=part)
                | Q(pk__in=PastName.objects.filter(found_as__contains=part).values("person"))
                for part in names.words(word)
            ]
            named = reduce(and_, parts) if parts else Q()
            asked &= (Q(email__icontains=word) | named) if or_address else named
        return self.filter(asked) if asked else self.none()

    def here(self, on: date) -> UserQuerySet:
        """People who have started and have not left: whoever is suspended is one of them, as if away."""
        return self.filter(is_active=True, is_system=False).filter(
            Q(start_date=None) | Q(start_date__lte=on),
            Q(leaving_date=None) | Q(leaving_date__gte=on),
        )

    def present(self, on: date) -> UserQuerySet:
        """Of these, whoever is not suspended."""
        return self.here(on).filter(Q(suspended_until=None) | Q(suspended_until__lt=on))

    def holding(
        self,
        role: str,
        *,
        on: date,
        school: School | None = None,
        trust: Trust | UUID | None = None,
    ) -> UserQuerySet:
        """Present people who hold this role at that school (or at the trust as such), deputies in order."""
        at = (
            Q(assignments__school=school)
            if school
            else Q(assignments__school=None, assignments__trust=trust)
        )
        return (
            self.present(on)
            .filter(
                at,
                Q(assignments__end_date=None) | Q(assignments__end_date__gte=on),
                assignments__role=role,
                assignments__start_date__lte=on,
                assignments__suspended_at=None,
            )
            .order_by("assignments__order", "family_name")
        )

    def at_school(self, school: School, *, on: date) -> UserQuerySet:
        """Present people with any role at that school."""
        ids = RoleAssignment.objects.on(on).filter(school=school).values("person_id")
        return self.present(on).filter(pk__in=ids)

    def with_role_at(self, school: School, *, on: date) -> UserQuerySet:
        """Whoever has, or will have, a role at that school, leavers too."""
        ids = RoleAssignment.objects.filter(not_over(on), school=school).values("person_id")
        return self.filter(pk__in=ids)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # a class made at run time
    def get_by_natural_key(self, email: str) -> Any:
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Somebody without a login has no usable password and `can_sign_in` is false."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True, null=True, blank=True)
    # Somebody with one name has no given name (`names.kept`).
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    preferred_name = models.CharField(max_length=100, blank=True)
    name_key = NameKeyField(max_length=300, editable=False, default="")
    found_as = FoundAsField(max_length=700, editable=False, default="")
    title = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=20, choices=Category.choices, default=Category.TEACHING)
    employer_name = models.CharField(max_length=200, blank=True)
    trust = models.ForeignKey("schools.Trust", models.PROTECT, null=True, related_name="people")
    department = models.CharField(max_length=100, blank=True)
    line_manager = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="team"
    )
    start_date = models.DateField(null=True, blank=True)
    leaving_date = models.DateField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)
    phone = models.CharField(max_length=30, blank=True)
    out_of_hours_phone = models.CharField(max_length=30, blank=True)
    compact_tables = models.BooleanField(default=False)
    invited_at = models.DateTimeField(null=True, blank=True)
    # The newest half-minute whose code of the authenticator app has been used.
    code_counter = models.BigIntegerField(default=0, editable=False)
    # A cookie that names an older one is no longer a browser known before.
    browsers_version = models.PositiveIntegerField(default=0, editable=False)
    # When somebody was last guessing at this account.
    guessed_at = models.DateTimeField(null=True, editable=False)
    # When another holder of a head or safeguarding role said "I have spoken to them, it is they".
    known_at = models.DateTimeField(null=True, editable=False)
    known_by = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+"
    )

    # The last day on which somebody above holds them back: they cannot sign in, and count as away.
    suspended_until = models.DateField(null=True, editable=False)
    suspended_by = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+"
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["given_name", "family_name"]

    objects = UserManager()

    class Meta:
        ordering = ("family_name", "given_name", "pk")
        indexes = [models.Index(fields=["trust", "name_key"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(given_name="", family_name=""), name="everybody_has_a_name"
            ),
            models.CheckConstraint(
                condition=~Q(line_manager=F("id")), name="nobody_manages_themself"
            ),
            models.CheckConstraint(
                condition=Q(leaving_date=None)
                | Q(start_date=None)
                | Q(leaving_date__gte=F("start_date")),
                name="leaves_after_starting",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def reached_on(self) -> str:
        """The number that staff are given: of somebody to whom nobody has spoken yet none, whoever typed it."""
        return self.phone if self.known_at else ""

    @property
    def full_name(self) -> str:
        """The name on screen and in a signature: "Priya Nair"."""
        return names.shown(self.preferred_name, self.given_name, self.family_name)

    get_full_name = full_name

    @property
    def school_id(self) -> None:
        """A person belongs to a trust; which schools is a matter of their roles."""
        return None

    def roles_on(self, day: date) -> Iterable[Held]:
        """The roles held on that day, remembered for as long as this object lives."""
        return held_on(self, day)

    def holds(self, role: str, on: date, school: School | None = None) -> bool:
        """Whether this person holds the role on that day, at that school where one is named."""
        return any(
            held.role == role and (school is None or school.pk in held.school_ids)
            for held in self.roles_on(on)
        )

    def is_away(self, on: date) -> bool:
        return self.absences.on(on).exists()

    def posts_on(self, day: date) -> list[Post]:
        return list(Post.objects.filter(pk__in=self.holdings.on(day).values("post_id")))

    def has_left(self, on: date) -> bool:
        """The leaving date is the last day here."""
        return bool(self.leaving_date and self.leaving_date < on)

    def is_suspended(self, on: date) -> bool:
        return bool(self.suspended_until and self.suspended_until >= on)

    def relations_of(self, user: Person, on: date) -> set[str]:
        """Who `user` is to this person: themself, their line manager, and the roles held where they work."""
        related = {"SELF"} if user.pk == self.pk else set()
        if self.line_manager_id == user.pk:
            related.add("LM")
        held = list(self.assignments.not_over(on).values_list("role", "school_id"))
        schools = {school for _, school in held}
        if knows_of(user, self.trust_id, held, on):
            related.add("KNOWER")
        return related | {held.role for held in user.roles_on(on) if held.school_ids & schools}
