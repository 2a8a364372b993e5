"""Parts of verbs: how an appointment ends that does not take effect."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from people.appointments import emails
from people.appointments.models import Appointment
from people.appointments.statuses import Kind
from people.person.models import User
from people.system import system_user
from people.workflow import APPOINTMENT_MOVES
from workflow.moves import Move, move


def end_appointment(
    appointment: Appointment, row: Move, *, by: User, at: datetime, to: str | None = None
) -> Appointment:
    move(appointment, row, by=by, at=at, to=to)
    appointment.settled_at = at
    appointment.save(update_fields=["settled_at"])
    emails.ended(appointment, by=by, at=at)
    return appointment


def locked_appointment(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",))
    return rows.select_related("person", "school", "trust").get(pk=appointment.pk)


@transaction.atomic
def lapse_of(*, person: User, at: datetime) -> None:
    """End what is proposed for somebody who has left."""
    for appointment in Appointment.objects.open().filter(person=person, kind=Kind.BEGIN):
        end_appointment(appointment, APPOINTMENT_MOVES.lapse, by=system_user(), at=at)
