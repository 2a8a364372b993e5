"""People, the posts and roles they hold, their time away and their training."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from access.check import Held
from access.roles import BY_CODE
from people import names
from people.attempts.models import Attempt, LinkAsked  # noqa: F401  tables of this app
from people.fields import FoundAsField, NameKeyField
from people.held import held_on, knows_of
from people.querysets import (
    AbsenceQuerySet,
    HoldingQuerySet,
    ImportQuerySet,
    PostQuerySet,
    RoleQuerySet,
    TrainingQuerySet,
    UserManager,
)

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

    def holds(self, role: str, on: date, school: Any = None) -> bool:
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

    def relations_of(self, user: Any, on: date) -> set[str]:
        """Who `user` is to this person: themself, their line manager, and the roles held where they work."""
        related = {"SELF"} if user.pk == self.pk else set()
        if self.line_manager_id == user.pk:
            related.add("LM")
        held = list(self.assignments.not_over(on).values_list("role", "school_id"))
        schools = {school for _, school in held}
        if knows_of(user, self.trust_id, held, on):
            related.add("KNOWER")
        return related | {held.role for held in user.roles_on(on) if held.school_ids & schools}


class Post(models.Model):
    """A job title at a school or at the trust. The register prints posts, never names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=80)
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="posts")
    school = models.ForeignKey(
        "schools.School", models.PROTECT, null=True, blank=True, related_name="posts"
    )
    active = models.BooleanField(default=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("title",)
        constraints = [
            models.UniqueConstraint("school", Lower("title"), name="one_post_title_per_school"),
            models.UniqueConstraint(
                "trust", Lower("title"), condition=Q(school=None), name="one_post_title_per_trust"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Holding(models.Model):
    """A person in a post, from a day until a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(User, models.PROTECT, related_name="holdings")
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    acting = models.BooleanField(default=False)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(end_date__gte=F("start_date")),
                name="holding_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.start_date}"

    @property
    def school_id(self) -> uuid.UUID | None:
        return self.post.school_id

    @property
    def trust_id(self) -> uuid.UUID:
        return self.post.trust_id


class RoleAssignment(models.Model):
    """A role of `access/roles.py` held at a school, or at the whole trust where no school is named."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=10)
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="assignments")
    school = models.ForeignKey(
        "schools.School", models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(
        default=0, help_text="Deputies are asked in this order"
    )
    # Whoever has just given it may not have it confirm what they propose; empty where nobody noted it.
    given_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    given_at = models.DateTimeField(null=True, editable=False)
    # Who said yes to it; empty where a role needs no second person, or a code of the server stood for one.
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    # Held back since then, by somebody who was told of it: it gives nothing.
    suspended_at = models.DateTimeField(null=True, editable=False)

    objects = RoleQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["role", "school"]),
            models.Index(fields=["person", "end_date"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(end_date__gte=F("start_date")),
                name="role_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.start_date}"

    @property
    def name(self) -> str:
        """The role's name on screen."""
        return BY_CODE[self.role].name

    @property
    def description(self) -> str:
        return BY_CODE[self.role].description

    @property
    def place(self) -> str:
        return str(self.school or self.trust)


class Absence(models.Model):
    """Time away: dates only. Nobody is asked why, and nobody can say."""

    class Kind(models.TextChoices):
        PLANNED = "planned", "Planned"
        UNPLANNED = "unplanned", "Unplanned"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="absences")
    start_date = models.DateField()
    end_date = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PLANNED)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ("start_date",)
        indexes = [models.Index(fields=["end_date", "start_date"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__gte=F("start_date")), name="absence_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.start_date} to {self.end_date}"

    @property
    def school_id(self) -> None:
        return None

    @property
    def trust_id(self) -> uuid.UUID | None:
        return self.person.trust_id

    def relations_of(self, user: Any, on: date) -> set[str]:
        return self.person.relations_of(user, on)


class Training(models.Model):
    """A course somebody completed, and the day it runs out."""

    class Course(models.TextChoices):
        OPERATOR = "operator", "Running a social media channel"
        MODERATION = "moderation", "Moderation"
        ONLINE_SAFETY = "online_safety", "Online safety"
        DATA_PROTECTION = "data_protection", "Data protection"
        OTHER = "other", "Other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="training")
    course = models.CharField(max_length=20, choices=Course.choices, default=Course.OPERATOR)
    provider = models.CharField(max_length=100, blank=True)
    completed_on = models.DateField()
    expires_on = models.DateField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = TrainingQuerySet.as_manager()

    class Meta:
        ordering = ("-completed_on",)
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("completed_on")),
                name="training_expires_after_completion",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_course_display()} {self.completed_on}"


class PeopleImport(models.Model):
    """A file of people as uploaded, kept while it is looked at: nobody is added before it is imported."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="+")
    school = models.ForeignKey(
        "schools.School", models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.file_name} {self.uploaded_at}"


from people.appointments.models import Appointment, Witness  # noqa: E402, F401  tables of this app
from people.lines.changes import LineChange  # noqa: E402, F401
from people.lines.models import PastManager  # noqa: E402, F401
from people.past_names import PastName  # noqa: E402, F401
from people.way_in.models import WayInChange, WayInWitness  # noqa: E402, F401
