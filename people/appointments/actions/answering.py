"""Confirming an appointment, answering it, deciding, taking it back while it is open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from access.check import Denied, check
from access.roles import Permission
from audit import trail
from audit.events import Event
from people.appointments import emails
from people.appointments.models import Appointment
from people.appointments.rows.endings import end_appointment, locked_appointment
from people.appointments.rows.settlement import (
    go_on,
    put_into_effect,
    refuse_impossible,
    still_needs,
)
from people.appointments.statuses import Kind, Status
from people.person.models import User
from people.workflow import APPOINTMENT_MOVES
from workflow.moves import move


@transaction.atomic
def confirm(*, appointment: Appointment, by: User, at: datetime) -> Appointment:
    """Say yes as the second person. Where two are needed the second yes counts.

    It says that the person is to have the role, not that it is they who sign in with that address: whoever
    gave them the address may have taken it (`know_person`).
    """
    found = locked_appointment(appointment)
    if found.status == Status.PROPOSED:
        refuse_impossible(found, at)
    check(by, Permission.APPOINTMENT_CONFIRM, found, localdate(at))
    row = found.witnesses.get(person=by)
    if found.status == Status.PROPOSED and row.confirmed_at is None:
        row.confirmed_at = at
        row.save(update_fields=["confirmed_at"])
        if still_needs(found):
            trail.record(Event.APPOINTMENT_CONFIRMED, by=by, at=at, record=found)
            return found
    go_on(found, APPOINTMENT_MOVES.confirm, by=by, at=at)
    return found


@transaction.atomic
def confirm_sheet(*, upload: Any, by: User, at: datetime) -> int:
    """Say yes to everything of one sheet that waits for this person."""
    waiting = Appointment.objects.to_confirm(by, localdate(at)).filter(upload=upload)
    return len([confirm(appointment=one, by=by, at=at) for one in waiting])


@transaction.atomic
def decline(*, appointment: Appointment, by: User, at: datetime) -> Appointment:
    """Say no as the second person: nothing changes."""
    return end_appointment(appointment, APPOINTMENT_MOVES.decline, by=by, at=at)


@transaction.atomic
def agree(*, appointment: Appointment, by: User, at: datetime) -> Appointment:
    """Say, as the holder, that one's role may end: what only ends it needs nobody else's word."""
    found = locked_appointment(appointment)
    is_enough = found.kind != Kind.BEGIN or found.status != Status.PROPOSED
    target = Status.DONE if is_enough else Status.PROPOSED
    move(found, APPOINTMENT_MOVES.agree, by=by, at=at, to=target)
    found.agreed_at = at
    found.save(update_fields=["agreed_at"])
    if is_enough:
        put_into_effect(found, by=by, at=at)
    return found


@transaction.atomic
def object_to(*, appointment: Appointment, by: User, at: datetime) -> Appointment:
    """Object, as the holder, to the end of one's role: it stands still until somebody above decides."""
    found = locked_appointment(appointment)
    move(found, APPOINTMENT_MOVES.object, by=by, at=at)
    emails.objected(found, at=at)
    return found


@transaction.atomic
def decide(*, appointment: Appointment, goes_on: bool, by: User, at: datetime) -> Appointment:
    """Decide about the holder's objection."""
    if not goes_on:
        return end_appointment(
            appointment, APPOINTMENT_MOVES.decide, to=Status.DECLINED, by=by, at=at
        )
    found = locked_appointment(appointment)
    move(found, APPOINTMENT_MOVES.decide, by=by, at=at, to=Status.DONE)
    found.confirmed_at = found.confirmed_at or at
    found.save(update_fields=["confirmed_at"])
    found.witnesses.filter(person=by).update(confirmed_at=at)
    put_into_effect(found, by=by, at=at)
    return found


@transaction.atomic
def withdraw(*, appointment: Appointment, by: User, at: datetime) -> Appointment:
    """Take one's own proposal back, until somebody has confirmed it."""
    found = locked_appointment(appointment)
    if found.proposed_by_id != by.pk:
        raise Denied("Only whoever proposed this can withdraw it.")
    if found.confirmed_at:
        raise Denied(
            "This is confirmed, so it is not withdrawn. Whoever confirmed it can take it back, and the holder can object."
        )
    return end_appointment(appointment, APPOINTMENT_MOVES.withdraw, by=by, at=at)


@transaction.atomic
def stop(*, appointment: Appointment, by: User, at: datetime) -> Appointment:
    """Stop, as somebody who was told, what only a code has confirmed."""
    if not appointment.by_code:
        raise Denied("A second person has confirmed this. Its holder can object to it.")
    return end_appointment(appointment, APPOINTMENT_MOVES.stop, by=by, at=at)
