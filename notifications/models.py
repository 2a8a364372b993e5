"""The post room's rows: one Message per e-mail to one person, one Notice per thing shown in the portal."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q

from access.check import Person
from access.roles import Permission

SLACK = timedelta(minutes=2)  # by so much two machines' clocks may differ
LONGEST = timedelta(minutes=30)  # nobody holds a letter for so long


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Person, *, on: date) -> MessageQuerySet:
        """The letters of the people whose mail this person looks after. What is restricted is never among them."""
        people = get_user_model().objects.within(user, Permission.MAIL_MANAGE, on=on)
        return self.unrestricted().filter(recipient__in=people)

    def unrestricted(self) -> MessageQuerySet:
        """All that any page, command or figure may be made from."""
        return self.filter(restricted=False)

    def due(self, at: datetime) -> MessageQuerySet:
        """Those whose time has come, and those whose sender died with them in hand.

        What was written, or taken in hand, in the future is due too: the clock was set back since.
        """
        waiting = Q(state=Message.State.WAITING) & (
            Q(next_try_at__lte=at) | Q(created_at__gt=at + SLACK)
        )
        dropped = Q(state=Message.State.LEASED) & (
            Q(leased_until__lte=at) | Q(leased_until__gt=at + LONGEST)
        )
        return self.filter(waiting | dropped)

    def waiting_ordinary(self, trust_ids: Iterable[Any]) -> MessageQuerySet:
        """Letters to people of these trusts that have not gone; restricted ones are in no figure (appointments 7)."""
        return self.ordinary_of(trust_ids).on_the_way()

    def ordinary_of(self, trust_ids: Iterable[Any]) -> MessageQuerySet:
        """Letters to people of these trusts; restricted ones are not among them."""
        return self.unrestricted().filter(recipient__trust_id__in=list(trust_ids))

    def on_the_way(self) -> MessageQuerySet:
        return self.filter(state__in=Message.ON_THE_WAY)

    def undelivered(self, *, since: datetime) -> MessageQuerySet:
        """Refused for good, or written by then and still on the way. Where no mail is sent nothing is undelivered."""
        late = Q(state__in=Message.ON_THE_WAY, created_at__lte=since)
        return self.filter(Q(state=Message.State.FAILED) | late)


class Message(models.Model):
    """An e-mail in the outbox. The row is the truth; the queue is only its doorbell."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        LEASED = "leased", "Being sent"
        SENT = "sent", "Sent"
        KEPT = "kept", "Kept here, no mail server is set"
        FAILED = "failed", "Could not be sent"

    ON_THE_WAY = (State.WAITING, State.LEASED)

    class Blame(models.TextChoices):
        """Whose fault it was that the last try failed."""

        ADDRESS = "address", "The address does not take it, for good"
        LETTER = "letter", "The mail server will take it later"
        SERVER = "server", "The mail server could not be reached"
        PORTAL = "portal", "The mail server does not accept this portal"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    address = models.EmailField(blank=True)
    # Not so for what is sent to an address that somebody used to have.
    own_address = models.BooleanField(default=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    link = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=40, blank=True)
    urgent = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    asked_again_at = models.DateTimeField(null=True)
    blame = models.CharField(max_length=10, choices=Blame.choices, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    # The first of the failures to reach the server that no arrival has come between.
    unreached_since = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_try_at"]),
            models.Index(fields=["recipient", "created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference} {self.pk}"

    @property
    def began_at(self) -> datetime:
        """Since when it is being tried: since it was written, or asked for once more."""
        return self.asked_again_at or self.created_at

    @property
    def school_id(self) -> None:
        """A letter belongs where its recipient does."""
        return None

    @property
    def trust_id(self) -> Any:
        return self.recipient.trust_id

    def relations_of(self, user: Person, on: date) -> set[str]:
        return set(self.recipient.relations_of(user, on))


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: Person, *, on: date) -> NoticeQuerySet:
        """One's own notices only."""
        return self.filter(recipient_id=user.pk)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)


class Notice(models.Model):
    """What a person is told inside the portal, exactly once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=200, unique=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)
    text = models.CharField(max_length=200)
    link = models.CharField(max_length=300, blank=True)
    needs_action = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["recipient", "read_at", "created_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
