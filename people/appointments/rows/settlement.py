"""What several verbs of appointments share."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from people.appointments import emails
from people.appointments.deadlines import holder_has_until
from people.appointments.fit import (
    TOLD,
    holders,
)
from people.appointments.models import Appointment, Witness
from people.appointments.rows.effect import bring_about, cannot_be_done
from people.appointments.statuses import Status
from people.person.models import User
from workflow.moves import Move, move


def still_needs(appointment: Appointment) -> bool:
    """Whether another yes is needed, of another school where there is one."""
    said = list(appointment.witnesses.exclude(confirmed_at=None))
    if appointment.needs < 2:
        return False
    asked = set(appointment.witnesses.filter(may_confirm=True).values_list("school_id", flat=True))
    schools = {row.school_id for row in said}
    return len(said) < 2 or (len(asked) > 1 and len(schools) < 2)


def go_on(appointment: Appointment, row: Move, *, by: User, at: datetime) -> None:
    """Into effect; or first two school days, in which a holder who has not agreed can object."""
    ends_theirs = appointment.holder_id is not None and not appointment.agreed_at
    is_gone = ends_theirs and _holder_has_left(appointment, at)
    waits = ends_theirs and not is_gone and appointment.holder_id != by.pk
    move(appointment, row, by=by, at=at, to=Status.WAITING if waits else Status.DONE)
    appointment.confirmed_at = at
    if waits:
        appointment.takes_effect_at = holder_has_until(appointment, at)
    appointment.save(update_fields=["confirmed_at", "takes_effect_at"])
    if waits:
        emails.waiting(appointment, at=at)
    else:
        put_into_effect(appointment, by=by, at=at)


def _holder_has_left(appointment: Appointment, at: datetime) -> bool:
    holder = appointment.replaces.person if appointment.replaces else appointment.person
    return holder.has_left(localdate(at))


def put_into_effect(appointment: Appointment, *, by: User, at: datetime) -> None:
    refuse_impossible(appointment, at)
    bring_about(appointment, by=by, at=at)
    emails.done(appointment, at=at)


def refuse_impossible(appointment: Appointment, at: datetime) -> None:
    if cannot_be_done(appointment, localdate(at)):
        raise ValidationError(
            "This can no longer be done: the role is taken, its last day is over, or the person has left. "
            "It has to be proposed again."
        )


def tell_the_whole_trust(appointment: Appointment, on: date) -> None:
    """Every head, safeguarding lead, chief executive, chair and vice-chair can stop what only a code confirms."""
    rows = holders(appointment.trust_id, on)
    known = set(appointment.witnesses.values_list("person_id", flat=True))
    more = {row.person_id for row in rows if row.role in TOLD} - known - {appointment.person_id}
    Witness.objects.bulk_create(
        Witness(appointment=appointment, person_id=pk) for pk in sorted(more, key=str)
    )
