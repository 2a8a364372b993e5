"""A request, and which of them wait for whom."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from access.check import schools_where
from access.roles import Permission
from approvals.request.models.named import IN_A_REQUEST, RequestPerson
from approvals.request.statuses import AWAITING, EDITABLE, HOLDS_ITS_NAME, OVER, RequestStatus
from approvals.route.models import Stage, StageMove
from people.models import Absence, RoleAssignment, User


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, user: User, *, on: date) -> RequestQuerySet:
        """One's own drafts; what was sent, to its author, signers, the people named and the school's roles."""
        schools = schools_where(user, Permission.REQUEST_SEE, on)
        sent = Q(sent_at__isnull=False) & (
            Q(school_id__in=schools)
            | Q(pk__in=_signed_or_signing(user))
            | Q(pk__in=_naming(user))
            | Q(master_post_id__in=user.holdings.on(on).values("post_id"))
            | Q(line_manager=user) & (Q(author__leaving_date__lt=on) | Q(author__is_active=False))
        )
        return self.filter(Q(author=user) | sent)

    def uses_of_posts(self, posts: Any, *, on: date) -> Iterator[tuple[Any, str]]:
        """Requests that name these posts and may still become a channel."""
        wanted = set(posts)
        named = Q(master_post__in=wanted) | Q(overseer_post__in=wanted)
        rows = self.filter(named).exclude(status__in=OVER)
        for pair in rows.values_list("master_post", "overseer_post"):
            yield from ((post, IN_A_REQUEST) for post in pair if post in wanted)

    def waiting_for(self, user: User, *, on: date) -> RequestQuerySet:
        """Requests whose current step is this person's to decide."""
        current = Stage.objects.current()
        own = current.filter(signer=user)
        return self.filter(
            Q(pk__in=own.values("request_id")) | Q(pk__in=_standing_in(current, user, on)),
            status__in=AWAITING,
        )

    def waiting(self) -> RequestQuerySet:
        """Requests that wait for a signature."""
        return self.filter(status__in=AWAITING)

    def of_leavers(self, on: date) -> RequestQuerySet:
        """Requests whose author has left, and which somebody can still take over."""
        gone = Q(author__leaving_date__lt=on) | Q(author__is_active=False)
        return self.filter(gone, status__in=(*AWAITING, RequestStatus.RETURNED))

    def live(self) -> RequestQuerySet:
        """Requests that hold their account name until they end."""
        return self.filter(status__in=HOLDS_ITS_NAME)


def _signed_or_signing(user: User) -> Any:
    stands_in = Q(stand_ins__signer=user, stand_ins__ended_at=None)
    signing = Q(signer=user) | Q(decided_by=user) | stands_in
    return Stage.objects.filter(signing).values("request_id")


def _standing_in(current: Any, user: User, on: date) -> Any:
    """Steps this person may sign too: the signer has not taken back that they are away, or is not known yet.

    Or is suspended, or their role is held back.
    """
    said = Absence.objects.standing().exclude(recorded_by=F("person")).values("person")
    held = RoleAssignment.objects.not_over(on).exclude(suspended_at=None).values("person")
    is_suspended = Q(signer__suspended_until__gte=on)
    is_held_back = Q(signer__in=held, stand_ins__because=StageMove.Because.ROLE)
    return current.filter(
        Q(signer__in=said) | Q(signer__known_at=None) | is_suspended | is_held_back,
        stand_ins__signer=user,
        stand_ins__ended_at=None,
    ).values("request_id")


def _naming(user: User) -> Any:
    return RequestPerson.objects.filter(person=user).values("request_id")


class Request(models.Model):
    """A business case for a channel: the site-creation form (I-B-1 to I-B-34, Q-5.3-1 to Q-5.3-25)."""

    Status = RequestStatus

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
        return self.status in EDITABLE

    @property
    def is_waiting(self) -> bool:
        return self.status in AWAITING

    @property
    def current_stage(self) -> Stage | None:
        """The step that is waiting for somebody, while the request waits at all."""
        return (
            self.stages.filter(revision=self.revision, state=Stage.State.CURRENT).first()
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
