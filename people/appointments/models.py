"""An appointment: a role that begins or ends, or a last day, that takes a second person (design: appointments, part 2)."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localdate

from access.roles import BY_CODE, Permission
from people.appointments.deciders import givers_back
from people.appointments.fit import ADMINISTRATORS, CONFIRMS, may_decide, still_fits
from people.appointments.statuses import OPEN, Kind, Status
from people.person.models import User
from people.roles.held import KNOWS
from people.roles.models import RoleAssignment

SEVEN_DAYS = timedelta(days=7)


def is_longer(person: User, last_day: date | None) -> bool:
    """Whether with this last day, or none, somebody whose last day is set would be here for longer."""
    ends = person.leaving_date
    return ends is not None and (last_day is None or last_day > ends)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def visible_to(self, user: User, *, on: date) -> AppointmentQuerySet:
        """About oneself, those one was told of or ends one's role, and those of the people one keeps the list of."""
        told = Witness.objects.filter(person=user)
        # Where nobody who was told is left, any of them gives back what is held back.
        heads = {held.trust_id for held in user.roles_on(on) if held.role in KNOWS}
        kept = User.objects.within(user, Permission.APPOINTMENT_PROPOSE, on=on)
        return self.filter(
            Q(person=user)
            | Q(replaces__person=user)
            | Q(proposed_by=user)
            | Q(pk__in=told.values("appointment"))
            | Q(person__in=kept.values("pk"))
            | Q(status=Status.SUSPENDED, trust_id__in=heads)
        )

    def open(self) -> AppointmentQuerySet:
        return self.filter(status__in=OPEN)

    def to_answer(self) -> AppointmentQuerySet:
        """Those by which somebody loses a role or their place, and of which they have not said anything."""
        rows = self.open().filter(agreed_at=None).exclude(status=Status.OBJECTED)
        return rows.exclude(kind=Kind.BEGIN, replaces=None)

    def of_holder(self, user: User) -> AppointmentQuerySet:
        """Those by which this person loses a role or their place."""
        replaced = Q(kind=Kind.BEGIN, replaces__person=user)
        return self.filter(replaced | (~Q(kind=Kind.BEGIN) & Q(person=user)))

    def due(self, at: datetime) -> AppointmentQuerySet:
        """Those whose time to be stopped is over."""
        return self.filter(status=Status.WAITING, takes_effect_at__lte=at)

    def to_confirm(self, user: User, on: date) -> AppointmentQuerySet:
        """Those that wait for this person's word, the oldest first."""
        asked = Witness.objects.asked(on).filter(person=user, confirmed_at=None)
        return self.filter(status=Status.PROPOSED, pk__in=asked.values("appointment")).order_by(
            "proposed_at"
        )

    def objected(self, user: User) -> AppointmentQuerySet:
        """Those of which this person was told and to which the holder objects, the oldest first."""
        told = Witness.objects.filter(person=user)
        found = self.filter(status=Status.OBJECTED, pk__in=told.values("appointment"))
        return found.order_by("proposed_at")


class Appointment(models.Model):
    """A role to begin or to end, or somebody's last day: nothing of it holds before it is confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.BEGIN)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments"
    )
    role = models.CharField(max_length=10, blank=True)
    trust = models.ForeignKey("schools.Trust", models.PROTECT, related_name="+")
    school = models.ForeignKey(
        "schools.School", models.PROTECT, null=True, blank=True, related_name="+"
    )
    start_date = models.DateField(null=True)
    end_date = models.DateField(null=True)
    order = models.PositiveSmallIntegerField(default=0)
    # Where they can be phoned, as the proposer says; theirs from the day it begins, if they have none.
    phone = models.CharField(max_length=30, blank=True)
    # The role of whoever holds a sole role until then: one proposal replaces them.
    replaces = models.ForeignKey(
        "people.RoleAssignment", models.PROTECT, null=True, related_name="replaced_by"
    )
    # The last day which that role had before: it has it again when this is taken back.
    replaced_until = models.DateField(null=True, editable=False)
    # What began by it, or what it ends.
    assignment = models.ForeignKey(
        "people.RoleAssignment", models.PROTECT, null=True, related_name="appointments"
    )
    # The sheet of people it came with: confirmed with the rest of it in one press.
    upload = models.ForeignKey("people.PeopleImport", models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    needs = models.PositiveSmallIntegerField(default=1)
    confirmed_at = models.DateTimeField(null=True)
    # By a code from the server: nobody here could confirm it.
    by_code = models.BooleanField(default=False)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    # The holder whose role ends has said that they agree.
    agreed_at = models.DateTimeField(null=True)
    takes_effect_at = models.DateTimeField(null=True)
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # When it took effect, or ended without.
    settled_at = models.DateTimeField(null=True)

    objects = AppointmentQuerySet.as_manager()
    status_kind = "appointment"

    class Meta:
        ordering = ("-proposed_at",)
        indexes = [models.Index(fields=["status", "takes_effect_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(start_date=None) | Q(end_date__gte=F("start_date")),
                name="appointment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(role="") | Q(kind="leave"), name="appointment_is_to_a_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.role} {self.proposed_at}"

    def get_absolute_url(self) -> str:
        return f"/to-confirm/{self.pk}/"

    @property
    def name(self) -> str:
        """The role's name on screen."""
        return BY_CODE[self.role].name if self.role else ""

    @property
    def place(self) -> str:
        return str(self.school or self.trust)

    @property
    def first_day(self) -> date | None:
        """The day on which it began, once it did: never before it was confirmed."""
        if self.kind == Kind.BEGIN and self.assignment:
            return self.assignment.start_date
        return self.start_date

    @property
    def last_day(self) -> date | None:
        """The day on which it ended, once it did; until then, not before its holder's time to object is over."""
        if self.kind == Kind.END and self.status == Status.DONE and self.assignment:
            return self.assignment.end_date
        if self.end_date and self.takes_effect_at and self.kind == Kind.END:
            return max(self.end_date, localdate(self.takes_effect_at) - timedelta(days=1))
        return self.end_date

    def still_to_come(self, on: date) -> date | None:
        """The day on which something changes by what is confirmed, where that day is still to come."""
        if self.status != Status.DONE:
            return None
        if self.kind == Kind.BEGIN:
            return self.first_day if self.first_day and self.first_day > on else None
        return self.last_day if self.last_day and self.last_day >= on else None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_to_stay(self) -> bool:
        """A last day that is taken away or comes later: nobody loses anything by it."""
        if self.kind != Kind.LEAVE:
            return False
        return self.end_date is None or is_longer(self.person, self.end_date)

    @property
    def holder_id(self) -> uuid.UUID | None:
        """Who loses a role or their place by it: they are asked, and can object."""
        if self.is_to_stay:
            return None
        if self.kind == Kind.BEGIN:
            return self.replaces.person_id if self.replaces else None
        return self.person_id

    def can_be_suspended(self, at: datetime) -> bool:
        """For seven days after it took effect."""
        is_new = self.status == Status.DONE and self.kind == Kind.BEGIN
        return bool(is_new and self.settled_at and at - self.settled_at < SEVEN_DAYS)

    def relations_of(self, user: User, on: date) -> set[str]:
        """The appointee, the holder whose role ends, those told of it, and who may propose there."""
        related = set()
        if user.pk == self.holder_id:
            related.add("OUTGOING")
        if user.pk == self.person_id and (self.kind == Kind.BEGIN or self.is_to_stay):
            related.add("APPOINTEE")
        if user.pk == self.proposed_by_id:
            related.add("PROPOSER")
        told = self._told_as(user, on) | self._gives_back(user, on)
        return related | told | self._roles_there(user, on)

    def _told_as(self, user: User, on: date) -> set[str]:
        row = self.witnesses.filter(person=user).first()
        if row is None or user.pk in (self.proposed_by_id, self.person_id, self.holder_id):
            return set()
        related = {"TOLD"}
        if row.may_confirm and still_fits(row, on):
            related.add("APPOINTER")
        return related | ({"DECIDER"} if may_decide(row, on) else set())

    def _gives_back(self, user: User, on: date) -> set[str]:
        return {"APPOINTER"} if user in givers_back(self, on) else set()

    def _roles_there(self, user: User, on: date) -> set[str]:
        """A school's roles, for what the person's own page would give too."""
        return set(self.person.relations_of(user, on)) - {"SELF", "LM"}


class WitnessQuerySet(models.QuerySet["Witness"]):
    def asked(self, on: date) -> WitnessQuerySet:
        """Who has confirmed it, or is asked to and still may: whoever confirms by no role any more is asked no longer."""
        held = RoleAssignment.objects.on(on).filter(
            person=OuterRef("person"), trust=OuterRef("appointment__trust")
        )
        administers = Q(
            Exists(held.filter(role__in=ADMINISTRATORS)), appointment__role__in=ADMINISTRATORS
        )
        still = Q(Exists(held.filter(role__in=CONFIRMS))) | administers
        is_here = Q(person__in=User.objects.present(on))
        return self.filter(~Q(confirmed_at=None) | (still & is_here), may_confirm=True)


class Witness(models.Model):
    """Somebody who was told when it was proposed, and whether they may confirm it.

    Nobody is added later, but who gave back what was held back where nobody who was told could.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="witnesses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Where they hold the role they confirm by: two confirmers are of two schools.
    school = models.ForeignKey("schools.School", models.PROTECT, null=True, related_name="+")
    may_confirm = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True)

    objects = WitnessQuerySet.as_manager()

    class Meta:
        db_table = "people_appointmentwitness"
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "person"], name="told_once_of_an_appointment"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)
