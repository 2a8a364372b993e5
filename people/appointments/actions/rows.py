"""What several verbs of appointments share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from people.appointments import emails
from people.appointments.actions.effect import _cannot_be_done, _do
from people.appointments.models import Appointment, Status
from people.appointments.waiting import holder_has_until
from workflow.moves import Move, move


def _locked(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",))
    return rows.select_related("person", "school", "trust").get(pk=appointment.pk)


def _still_needs(appointment: Appointment) -> bool:
    """Whether another yes is needed, of another school where there is one."""
    said = list(appointment.witnesses.exclude(confirmed_at=None))
    if appointment.needs < 2:
        return False
    asked = set(appointment.witnesses.filter(may_confirm=True).values_list("school_id", flat=True))
    schools = {row.school_id for row in said}
    return len(said) < 2 or (len(asked) > 1 and len(schools) < 2)


def _go_on(appointment: Appointment, row: Move, *, by: Any, at: datetime) -> None:
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
        _put_into_effect(appointment, by=by, at=at)


def _holder_has_left(appointment: Appointment, at: datetime) -> bool:
    holder = appointment.replaces.person if appointment.replaces else appointment.person
    return holder.has_left(localdate(at))


def _put_into_effect(appointment: Appointment, *, by: Any, at: datetime) -> None:
    _refuse_impossible(appointment, at)
    _do(appointment, by=by, at=at)
    emails.done(appointment, at=at)


def _refuse_impossible(appointment: Appointment, at: datetime) -> None:
    if _cannot_be_done(appointment, localdate(at)):
        raise ValidationError(
            "This can no longer be done: the role is taken, its last day is over, or the person has left. "
            "It has to be proposed again."
        )


def _end(
    appointment: Appointment, row: Move, *, by: Any, at: datetime, to: str | None = None
) -> Appointment:
    move(appointment, row, by=by, at=at, to=to)
    appointment.settled_at = at
    appointment.save(update_fields=["settled_at"])
    emails.ended(appointment, by=by, at=at)
    return appointment
