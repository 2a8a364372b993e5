"""A change to a colleague's way in, and who was told of it (design: appointments, part 2)."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from access.roles import Permission
from people.person.models import User


class Status(models.TextChoices):
    PROPOSED = "proposed", "Waiting for a second person"
    WAITING = "waiting", "Confirmed, 48 hours run"
    DONE = "done", "Done"
    STOPPED = "stopped", "Stopped"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Out of time"


OPEN = (Status.PROPOSED, Status.WAITING)


class WayInQuerySet(models.QuerySet["WayInChange"]):
    def visible_to(self, user: User, *, on: date) -> WayInQuerySet:
        """One's own, those one was told of, and those of the people one keeps the list of."""
        from people.person.models import User

        told = WayInWitness.objects.filter(person=user)
        kept = User.objects.within(user, Permission.PEOPLE_MANAGE, on=on)
        return self.filter(
            Q(person=user) | Q(pk__in=told.values("change")) | Q(person__in=kept.values("pk"))
        )

    def open(self) -> WayInQuerySet:
        return self.filter(status__in=OPEN)

    def of_leavers(self, on: date) -> WayInQuerySet:
        """Those under way about somebody who has left or is not active."""
        left = Q(person__leaving_date__lt=on) | Q(person__is_active=False)
        return self.open().filter(left)

    def due(self, at: datetime) -> WayInQuerySet:
        """Those whose 48 hours are over."""
        return self.filter(status=Status.WAITING, takes_effect_at__lte=at)


class WayInChange(models.Model):
    """A new address, a link to choose a password, the removal of the second step: any of these together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="way_in")
    new_address = models.EmailField(blank=True)
    sends_link = models.BooleanField(default=False)
    removes_app = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    takes_effect_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Without a mail server somebody hands the link over, once.
    link_given_at = models.DateTimeField(null=True)

    objects = WayInQuerySet.as_manager()
    status_kind = "wayin"

    class Meta:
        ordering = ("-proposed_at",)
        constraints = [
            models.UniqueConstraint(
                "person",
                condition=Q(status__in=("proposed", "waiting")),
                name="one_open_way_in_change_each",
            ),
            models.CheckConstraint(
                condition=~Q(new_address="") | Q(sends_link=True) | Q(removes_app=True),
                name="way_in_change_changes_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.proposed_at}"

    def get_absolute_url(self) -> str:
        return f"/people/way-in/{self.pk}/"

    @property
    def school_id(self) -> None:
        return None

    @property
    def trust_id(self) -> uuid.UUID | None:
        return self.person.trust_id

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def relations_of(self, user: User, on: date) -> set[str]:
        """The person, those told of it when it was proposed, and the keepers of the list of people."""
        return self.person.relations_of(user, on) | self._told_as(user, on)

    def _told_as(self, user: User, on: date) -> set[str]:
        """Once told, they stop it whatever became of their roles: whoever ends these may be who proposed it."""
        row = self.witnesses.filter(person=user).first()
        if row is None or user.pk == self.proposed_by_id:
            return set()
        from people.appointments.fit import CONFIRMS

        held = {held.role for held in user.roles_on(on) if held.trust_id == self.trust_id}
        confirms = row.may_confirm and not held.isdisjoint(CONFIRMS)
        return {"WITNESS", "CONFIRMER"} if confirms else {"WITNESS"}


class WayInWitness(models.Model):
    """Somebody who was told when it was proposed. Nobody appointed afterwards is added."""

    change = models.ForeignKey(WayInChange, models.CASCADE, related_name="witnesses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    may_confirm = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "person"], name="told_once_of_a_way_in")
        ]

    def __str__(self) -> str:
        return str(self.person)
