"""Requests for a channel, the signatures they gather, and what exactly was signed."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from approvals.querysets import DecisionQuerySet, RequestPersonQuerySet, RequestQuerySet
from people.models import User

HOLDS_ITS_NAME = (
    "awaiting_line_manager",
    "awaiting_comms",
    "awaiting_leadership",
    "awaiting_head",
    "returned",
    "approved_with_conditions",
    "approved",
)


class Request(models.Model):
    """A business case for a channel: the site-creation form (I-B-1 to I-B-34, Q-5.3-1 to Q-5.3-25)."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        AWAITING_LINE_MANAGER = "awaiting_line_manager", "With line manager"
        AWAITING_COMMS = "awaiting_comms", "With communications manager"
        AWAITING_LEADERSHIP = "awaiting_leadership", "With leadership team"
        AWAITING_HEAD = "awaiting_head", "With headteacher"
        RETURNED = "returned", "Changes needed"
        APPROVED_WITH_CONDITIONS = "approved_with_conditions", "Approved with conditions"
        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Not approved"
        WITHDRAWN = "withdrawn", "Withdrawn"
        LAPSED = "lapsed", "Out of time"
        OPENED = "opened", "Live"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=10, unique=True)
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="requests")
    school = models.ForeignKey("schools.School", models.PROTECT, related_name="requests")
    author = models.ForeignKey("people.User", models.PROTECT, related_name="requests")
    line_manager = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The author's manager as it stood at sending was entered by the author, or by whom they put there.
    line_is_own = models.BooleanField(default=False)
    department = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=26, choices=Status.choices, default=Status.DRAFT)
    revision = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    # The channel
    title = models.CharField(max_length=150, blank=True)
    platform = models.ForeignKey(
        "platforms.Platform", models.PROTECT, null=True, blank=True, related_name="+"
    )
    platform_other = models.CharField(max_length=60, blank=True)
    account_name = models.CharField(max_length=150, blank=True)
    identity = models.CharField(max_length=140, blank=True)
    hosting = models.CharField(max_length=12, blank=True)
    host_name = models.CharField(max_length=100, blank=True)
    scope = models.CharField(max_length=12, blank=True)
    aims = models.TextField(blank=True)
    why_worthwhile = models.TextField(blank=True)
    content = models.TextField(blank=True)
    pupil_images = models.CharField(max_length=20, blank=True)
    consent_plan = models.TextField(blank=True)
    school_mark = models.CharField(max_length=3, blank=True)
    openness = models.CharField(max_length=8, blank=True)
    interaction = models.JSONField(default=list)
    # The people: lines of {"group", "age_from", "age_to", "names"}
    audience = models.JSONField(default=list)
    contributors = models.JSONField(default=list)
    promotion = models.TextField(blank=True)
    other_ways = models.TextField(blank=True)
    master_post = models.ForeignKey(
        "people.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    overseer_post = models.ForeignKey(
        "people.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Keeping it safe
    security_measures = models.TextField(blank=True)
    risk_assessment = models.TextField(blank=True)
    risk_approved_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    risk_approved_at = models.DateTimeField(null=True, blank=True)
    exit_strategy = models.TextField(blank=True)
    success_measures = models.TextField(blank=True)
    hours_a_week = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    cover_plan = models.TextField(blank=True)
    go_live_date = models.DateField(null=True, blank=True)
    closing_date = models.DateField(null=True, blank=True)
    first_review_date = models.DateField(null=True, blank=True)
    statement_property = models.BooleanField(default=False)
    statement_conduct = models.BooleanField(default=False)
    statement_not_open_yet = models.BooleanField(default=False)
    # Instead of the last where the account exists: it is a member of staff's own, and becomes official.
    statement_existing = models.BooleanField(default=False)
    tasks_saved = models.JSONField(default=list)
    tasks_reopened = models.JSONField(default=list)
    # What was typed and could not be kept as an answer yet, by task: nothing typed is lost.
    typed = models.JSONField(default=dict)
    # Whoever was ever named in it, by key: taking a name out again does not make whom they appointed a signer.
    once_named = models.JSONField(default=list)
    channel = models.ForeignKey(
        "accounts_registry.Channel", models.PROTECT, null=True, blank=True, related_name="requests"
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["school", "status"]),
            models.Index(fields=["author", "status"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["identity"],
                condition=~Q(identity="") & Q(status__in=HOLDS_ITS_NAME),
                name="one_live_request_per_identity",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title or 'New channel'} ({self.reference})"

    def get_absolute_url(self) -> str:
        return reverse("approvals:detail", args=[self.reference.lower()])

    @property
    def name(self) -> str:
        """What the request is called on screen before and after it has a title."""
        return self.title or "New channel"

    @property
    def is_editable(self) -> bool:
        return self.status in ("draft", "returned")

    @property
    def is_waiting(self) -> bool:
        return self.status.startswith("awaiting_")

    @property
    def current_stage(self) -> Stage | None:
        """The step that is waiting for somebody, while the request waits at all."""
        return (
            self.stages.filter(revision=self.revision, state="current").first()
            if self.is_waiting
            else None
        )

    @property
    def fingerprint(self) -> str:
        """That of the answers as they were last sent; empty before."""
        revision = self.revisions.filter(number=self.revision).first()
        return revision.fingerprint if revision else ""

    def relations_of(self, user: User, on: date) -> set[str]:
        found = {"AUTHOR"} if self.author_id == user.pk else set()
        if self.sent_at is None:
            return found
        stands_in = Q(stand_ins__signer=user, stand_ins__ended_at=None)
        if self.stages.filter(Q(signer=user) | Q(decided_by=user) | stands_in).exists():
            found.add("SIGNER")
        if self.conditions.filter(decision__signer=user).exists():
            found.add("LAST_SIGNER")
        if self.people.filter(person=user).exists():
            found.add("NAMED")
        if self.master_post and self.master_post.holdings.on(on).filter(person=user).exists():
            found.add("MADMIN")
        if self._may_be_adopted_by(user, on):
            found.add("ADOPTER")
        return found

    def _may_be_adopted_by(self, user: User, on: date) -> bool:
        """Once its author has left: their line manager, and where that one has left too the headteacher."""
        if not _is_gone(self.author, on):
            return False
        if self.line_manager is not None and not _is_gone(self.line_manager, on):
            return self.line_manager_id == user.pk
        return bool(user.holds("HEAD", on, self.school))


def _is_gone(person: User, on: date) -> bool:
    return person.has_left(on) or not person.is_active


class RequestPerson(models.Model):
    """Somebody named in a request, and whether they have agreed."""

    class Part(models.TextChoices):
        ADMINISTRATOR = "administrator", "Administrator"
        MODERATOR = "moderator", "Moderator"
        POSTER = "poster", "Approved to post"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, models.CASCADE, related_name="people")
    part = models.CharField(max_length=14, choices=Part.choices)
    person = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey("people.Post", models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = RequestPersonQuerySet.as_manager()

    class Meta:
        ordering = ("part", "person__family_name", "person__given_name")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "part", "person"], name="once_per_part_in_a_request"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(post__isnull=False), name="somebody_is_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} in {self.request_id}"


class Revision(models.Model):
    """The answers exactly as they were sent, with their fingerprint. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()
    answers = models.JSONField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="one_revision_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.request_id} revision {self.number}"


class Stage(models.Model):
    """One step of a request's route at one revision: who signs it, in what capacity, and why them."""

    class State(models.TextChoices):
        WAITING = "waiting", "Not reached yet"
        CURRENT = "current", "Waiting for a decision"
        DECIDED = "decided", "Decided"
        NOT_REQUIRED = "not_required", "Not needed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, models.CASCADE, related_name="stages")
    revision = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=14)
    signer = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="stages"
    )
    capacity = models.CharField(max_length=80, blank=True)
    # What they sign by: a role of the school, LINE for the author's line, SECOND for a second signatory.
    role = models.CharField(max_length=10, blank=True)
    why = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=14, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("revision", "position")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "revision", "position"], name="one_stage_per_position"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.request_id}"

    @property
    def is_final(self) -> bool:
        return self.code == "head"


class StageMove(models.Model):
    """A step that went from somebody who could not sign it to somebody else, and why. Never changed."""

    class Because(models.TextChoices):
        AWAY = "away", "is away"
        LEFT = "left", "does not work here now"
        ROLE = "role", "does not sign here now"
        # Somebody may sign besides them; only when that one signs first does the step go to them.
        SAID = "said", "is said to be away"
        UNKNOWN = "new", "has not been spoken to yet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="moves")
    was = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    because = models.CharField(max_length=4, choices=Because.choices)
    # Nobody where the next in the line signs last.
    now = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.stage_id} at {self.at}"

    @property
    def sentence(self) -> str:
        """Why and to whom, for the page and the letters: "Priya Nair is away, so Owen Lowe signs"."""
        why = f"{self.was} {self.get_because_display()}"
        return (
            f"{why}, so {self.now} signs instead"
            if self.now
            else f"{why}, and the next in line signs last"
        )


class StandIn(models.Model):
    """Somebody who may sign a step besides its signer, for as long as that one gives way."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="stand_ins")
    # The second is asked only while the first is said to be away too.
    position = models.PositiveSmallIntegerField()
    signer = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=10, blank=True)
    because = models.CharField(max_length=4, choices=StageMove.Because.choices)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["stage", "position"], name="one_stand_in_per_position")
        ]

    def __str__(self) -> str:
        return f"{self.stage_id} at {self.at}"

    @property
    def sentence(self) -> str:
        """Why they are asked too: "Priya Nair is said to be away, so Owen Lowe may sign too"."""
        return f"{self.stage.signer} {self.get_because_display()}, so {self.signer} may sign too"


REASONS = (
    ("purpose", "It is not clear what it is for"),
    ("duplicate", "We have something that does this already"),
    ("people", "There are not enough people to run it"),
    ("training", "The people who would run it need training first"),
    ("safeguarding", "It would put pupils at risk"),
    ("data_protection", "It would put personal information at risk"),
    ("resources", "We do not have the time or the money"),
    ("brand", "It does not fit how we use our name and mark"),
    ("platform", "The platform is not right for this"),
    ("age", "Some of the people it is for are too young for the platform"),
    ("other", "Another reason"),
)


class Decision(models.Model):
    """A signature: what was decided, the statement, the text it covered and its fingerprint. Append-only."""

    class Outcome(models.TextChoices):
        APPROVE = "approve", "Approved"
        APPROVE_WITH_CONDITIONS = "approve_with_conditions", "Approved with conditions"
        RETURN = "return", "Sent back for changes"
        REJECT = "reject", "Not approved"
        NOT_REQUIRED = "not_required", "Not needed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, models.PROTECT, related_name="decisions")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="decisions")
    stage = models.CharField(max_length=14)
    signer = models.ForeignKey("people.User", models.PROTECT, related_name="decisions")
    capacity = models.CharField(max_length=80)
    outcome = models.CharField(max_length=24, choices=Outcome.choices)
    statement = models.TextField()
    note = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    reason_code = models.CharField(max_length=20, choices=REASONS, blank=True)
    brand = models.CharField(max_length=10, blank=True)
    interest = models.CharField(max_length=200, blank=True)
    typed_signature = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)
    counts = models.BooleanField(default=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("signed_at",)

    def __str__(self) -> str:
        return f"{self.stage} {self.outcome} of {self.request_id}"


class Condition(models.Model):
    """Something that must be done before an approval with conditions becomes an approval."""

    class State(models.TextChoices):
        OPEN = "open", "To do"
        MET = "met", "Met"
        WAIVED = "waived", "No longer asked for"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(Request, models.PROTECT, related_name="conditions")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="conditions")
    text = models.TextField()
    owner = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    due_on = models.DateField()
    automatic = models.BooleanField(
        default=False, help_text="Added by the portal: it can see for itself whether it is met"
    )
    # What the portal sees for itself: of whom, and what they lack (`approvals/request/gaps.py`).
    about = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    gap = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    confirmed_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    waived_because = models.TextField(blank=True)

    class Meta:
        ordering = ("due_on",)

    def __str__(self) -> str:
        return f"Condition of {self.request_id} due {self.due_on}"
