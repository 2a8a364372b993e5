"""Accounts that use a school's name and are not its own: what is known of each, and what was done about it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from access.check import schools_where
from access.roles import Permission
from accounts_registry.record.models.channels import Channel
from govuk.web_addresses import WebAddressField
from people.models import User
from platforms.models import Platform
from watch_list.statuses import ENDED, FAKES, NOT_LOOKED_AT, WatchStatus

TESTS = ("master_privileges_held", "editorial_oversight", "admins_limited")
OTHERS = "run_by_others"


class WatchedAccountQuerySet(models.QuerySet["WatchedAccount"]):
    def visible_to(self, user: User, *, on: date) -> WatchedAccountQuerySet:
        """Those of the schools whose watch list this person sees, and the one they were sent a notice about."""
        return self.filter(_on_the_list_of(user, on) | Q(holder=user, notice_sent_on__isnull=False))

    def listed_for(self, user: User, *, on: date) -> WatchedAccountQuerySet:
        """The watch list itself: being the holder of an account shows nobody the list."""
        return self.filter(_on_the_list_of(user, on))

    def current(self) -> WatchedAccountQuerySet:
        """Accounts that are still there under the school's name and have not become official."""
        return self.exclude(status__in=ENDED)

    def not_official(self) -> WatchedAccountQuerySet:
        """Those of them that nobody has recorded as somebody else's own affair."""
        return self.current().exclude(kind=OTHERS)

    def confirmed_fakes(self) -> WatchedAccountQuerySet:
        """`WatchedAccount.is_known_fake` as a question to the database."""
        pretends = self.filter(kind="impersonation", holder=None, was_held=False, status__in=FAKES)
        return pretends.exclude(identity="").filter(fake_identity=F("identity"))

    def of_somebody(self) -> WatchedAccountQuerySet:
        """Written down as a colleague's own or as run by others, or left alone."""
        own = Q(was_held=True) | Q(holder__isnull=False) | Q(kind__in=("quasi_school", OTHERS))
        return self.filter(own | Q(status=WatchStatus.TOLERATED))

    def run_by_others(self) -> WatchedAccountQuerySet:
        """Accounts of others that the school knows about and says so."""
        return self.current().filter(kind=OTHERS).exclude(status=WatchStatus.ESCALATED)

    def of_schools(self, school_ids: Iterable[Any]) -> WatchedAccountQuerySet:
        return self.filter(school_id__in=list(school_ids))

    def due_by(self, day: date) -> WatchedAccountQuerySet:
        return self.filter(next_check_on__lte=day)


class TakedownReportQuerySet(models.QuerySet["TakedownReport"]):
    def visible_to(self, user: User, *, on: date) -> TakedownReportQuerySet:
        return self.filter(account__in=WatchedAccount.objects.listed_for(user, on=on))


def _on_the_list_of(user: User, on: date) -> Q:
    return Q(school_id__in=schools_where(user, Permission.WATCH_SEE, on))


class WatchedAccount(models.Model):
    """An account on the watch list (3.23, Q-5.2-8 and Q-5.2-9). It is operational: nothing of a concern is here."""

    class Kind(models.TextChoices):
        QUASI_SCHOOL = "quasi_school", "Run by a member of staff"
        PARENTS = "parents", "A parents' group"
        PARODY = "parody", "Fans or mockery"
        IMPERSONATION = "impersonation", "Pretends to be the school"
        REAPPEARED = "reappeared", "A closed channel that is back"
        ABANDONED = "abandoned", "Abandoned, nobody knows whose"
        RUN_BY_OTHERS = "run_by_others", "Run by others, and we know about it"

    Status = WatchStatus

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=10, unique=True)
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="watched_accounts")
    # The school whose name it uses.
    school = models.ForeignKey("schools.School", models.PROTECT, related_name="watched_accounts")
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="watched_accounts")
    platform_other = models.CharField(max_length=60, blank=True)
    account_name = models.CharField(max_length=150)
    handle = models.CharField(max_length=100, blank=True)
    identity = models.CharField(
        max_length=140, blank=True, help_text="Platform and handle, normalised"
    )
    url = WebAddressField(max_length=300, blank=True)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    # Who said last that it is of another kind than it was put down as, or another account.
    kind_changed_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.REPORTED)
    found_on = models.DateField()
    found_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    # The day the account itself was first opened, where somebody knows it.
    first_opened_on = models.DateField(null=True, blank=True)
    holder = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Whether it was ever written down as a member of staff's: such an account is never named in public.
    was_held = models.BooleanField(default=False)
    holder_text = models.CharField(max_length=150, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    named_in_public = models.BooleanField(default=False)
    master_privileges_held = models.BooleanField(default=False)
    editorial_oversight = models.BooleanField(default=False)
    admins_limited = models.BooleanField(default=False)
    evidence = models.TextField(blank=True)
    evidence_kept = models.CharField(max_length=200, blank=True)

    notice_sent_on = models.DateField(null=True, blank=True)
    notice_text = models.TextField(blank=True)
    answer_by = models.DateField(null=True, blank=True)
    response = models.TextField(blank=True)
    responded_on = models.DateField(null=True, blank=True)

    request_reference = models.CharField(max_length=12, blank=True)
    # For the concern's own page to find this entry: no page of the register shows it.
    incident_reference = models.CharField(max_length=11, blank=True)
    # The channel it copies, comes back from or has become.
    channel = models.ForeignKey(
        Channel, models.PROTECT, null=True, blank=True, related_name="watched"
    )
    # Which account was found to be a fake, by whom: another account under this entry is not.
    fake_identity = models.CharField(max_length=140, blank=True)
    fake_confirmed_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    fake_confirmed_at = models.DateTimeField(null=True, blank=True)
    next_check_on = models.DateField(null=True, blank=True)
    last_checked_on = models.DateField(null=True, blank=True)

    objects = WatchedAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["trust", "identity"],
                condition=~Q(identity=""),
                name="watched_once_per_trust",
            ),
            models.CheckConstraint(
                condition=Q(next_check_on__isnull=False) | Q(status__in=NOT_LOOKED_AT),
                name="watched_account_has_its_next_check",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "status"]),
            models.Index(fields=["status", "next_check_on"]),
            models.Index(fields=["identity"]),
        ]

    def __str__(self) -> str:
        return f"{self.account_name} ({self.reference})"

    def get_absolute_url(self) -> str:
        return reverse("watch:detail", args=[self.reference.lower()])

    @property
    def platform_name(self) -> str:
        return self.platform_other or self.platform.name

    @property
    def shown_name(self) -> str:
        return f"@{self.handle}" if self.handle and "/" not in self.handle else self.account_name

    @property
    def holder_name(self) -> str:
        """Whoever holds it, as the people who keep the list know them."""
        return self.holder.full_name if self.holder else self.holder_text or self.organisation

    @property
    def is_over(self) -> bool:
        return self.status in ENDED

    @property
    def may_be_fake(self) -> bool:
        """Whether it can be called a fake at all: never anybody's own account, and none that was left alone."""
        is_somebodys = self.was_held or self.holder_id is not None
        return self.kind == self.Kind.IMPERSONATION and not is_somebodys and self.status in FAKES

    @property
    def is_known_fake(self) -> bool:
        return self.may_be_fake and bool(self.identity) and self.fake_identity == self.identity

    @property
    def waits_for_answer(self) -> bool:
        return self.status == self.Status.NOTICE_SENT and self.responded_on is None

    @property
    def answer(self) -> str:
        """What the register says of it: run by others, official once it has become so, else not official."""
        if self.status == self.Status.CONVERTED and self.channel is not None:
            return self.channel.official
        return "run_by_others" if self.kind == self.Kind.RUN_BY_OTHERS else "not_official"

    @property
    def tag(self) -> tuple[str, str]:
        """The kind and code of the one word shown beside its name."""
        settled = self.status in (self.Status.REPORTED, self.Status.TOLERATED)
        if settled and self.kind == self.Kind.RUN_BY_OTHERS:
            return "official", "run_by_others"
        return "watchedaccount", self.status

    def relations_of(self, user: User, on: date) -> set[str]:
        return {"HOLDER"} if self.notice_sent_on and self.holder_id == user.pk else set()


class WatchStep(models.Model):
    """One thing that happened to an entry. Never changed: the page tells the story from these."""

    class Step(models.TextChoices):
        ADDED = "added", "put it on the watch list"
        REPORTED = "reported", "reported it"
        CHANGED = "changed", "changed what is known about it"
        NOTICE = "notice", "sent a notice"
        ANSWERED = "answered", "recorded the answer"
        CONVERTING = "converting", "linked the request that makes it official"
        NOT_CONVERTED = "not_converted", "ended the request that would have made it official"
        CONVERTED = "converted", "made it official"
        RENAMED = "renamed", "recorded that it no longer uses the school's name"
        REMOVED = "removed", "recorded that it is gone"
        TOLERATED = "tolerated", "decided to leave it alone"
        ESCALATED = "escalated", "passed it on"
        FOUND_AGAIN = "found_again", "recorded that it is there again"
        CHECKED = "checked", "looked at it again"
        FAKE = "fake", "confirmed that it is a fake"
        NO_FAKE = "no_fake", "took back that it is a fake"
        TAKEDOWN = "takedown", "reported it to have it taken down"
        TAKEDOWN_ANSWER = "takedown_answer", "recorded what came of a report"

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(WatchedAccount, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=16, choices=Step.choices)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    # How to reach a visitor who reported it, where they left an address.
    contact = models.EmailField(blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.step} of {self.account_id}"

    @property
    def says(self) -> str:
        """The sentence of the page's history."""
        if self.by.is_system and self.step == self.Step.REPORTED:
            return "A visitor of the public page reported it"
        who = "Official Channels" if self.by.is_system else self.by.full_name
        return f"{who} {self.get_step_display()}"


class TakedownReport(models.Model):
    """A report made to have an account taken down: to whom, when, under which reference, and what came of it."""

    class To(models.TextChoices):
        PLATFORM = "platform", "The platform"
        POLICE = "police", "The police"
        FRAUD = "fraud", "The national fraud reporting service"
        HELPLINE = "helpline", "A helpline for professionals"
        HOST = "host", "Whoever hosts the website"
        LEGAL = "legal", "Our legal adviser or insurer"
        OTHER = "other", "Somebody else"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(WatchedAccount, models.PROTECT, related_name="takedown_reports")
    to = models.CharField(max_length=10, choices=To.choices)
    made_on = models.DateField()
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    their_reference = models.CharField(max_length=100, blank=True)
    said = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)

    objects = TakedownReportQuerySet.as_manager()

    class Meta:
        ordering = ("made_on", "id")

    def __str__(self) -> str:
        return f"{self.to} on {self.made_on} about {self.account_id}"
