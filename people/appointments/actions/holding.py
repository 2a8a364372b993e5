"""Holding an appointment back for a while, giving it back, taking it back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Denied, check
from access.roles import Permission
from people.appointments import emails
from people.appointments.deciders import givers_back
from people.appointments.holdings import begun_by, rows_of
from people.appointments.models import Appointment
from people.appointments.rows.effect import give_again, give_number_back, in_the_way
from people.appointments.rows.endings import end_appointment, locked_appointment
from people.appointments.statuses import Kind, Status
from people.person.models import User
from people.roles.rows import hold_back_role, lift
from people.workflow import APPOINTMENT_MOVES
from workflow.moves import WrongState, move


@transaction.atomic
def hold_back_appointment(*, appointment: Appointment, by: User, at: datetime) -> Appointment:
    """Hold it back, as somebody who was told: it gives nothing until a second one confirms it."""
    found = locked_appointment(appointment)
    if found.status == Status.DONE and not found.can_be_suspended(at):
        raise WrongState(APPOINTMENT_MOVES.suspend.too_late, found)
    move(found, APPOINTMENT_MOVES.suspend, by=by, at=at)
    found.suspended_by = by
    found.save(update_fields=["suspended_by"])
    rows = list(rows_of(found))
    if rows[0].suspended_at:  # laid down before it began
        raise WrongState(APPOINTMENT_MOVES.suspend.too_late, found)
    for held in rows:
        hold_back_role(held, at=at)
    emails.suspended(found, at=at)
    return found


@transaction.atomic
def give_back_appointment(*, appointment: Appointment, by: User, at: datetime) -> Appointment:
    """Give back, as a second one, what was held back; who that is says `givers_back`."""
    found = locked_appointment(appointment)
    on = localdate(at)
    if found.status == Status.SUSPENDED:
        _refuse_giver(found, by, on)
    move(found, APPOINTMENT_MOVES.restore, by=by, at=at)
    rows = list(rows_of(found))
    if in_the_way(found, max(rows[0].start_date, on)).exists():
        raise ValidationError("Somebody has this role already. Propose it again.")
    found.witnesses.update_or_create(person=by, defaults={"confirmed_at": at, "may_confirm": True})
    for held in rows:
        lift(held)
    emails.done(found, at=at, again=True)
    return found


def _refuse_giver(found: Appointment, by: User, on: date) -> None:
    check(by, Permission.APPOINTMENT_SEE, found, on)
    who = givers_back(found, on)
    is_asked = by.known_at is not None and found.witnesses.filter(person=by).exists()
    if by not in who and is_asked:  # whom nobody knows is refused for that
        names = " or ".join(one.full_name for one in who) or "Nobody here"
        raise Denied(
            f"It takes somebody who has neither confirmed it nor held it back. {names} can do this."
        )


@transaction.atomic
def take_back(*, appointment: Appointment, by: User, at: datetime) -> Appointment:
    """Take back, as whoever confirmed it, what was a mistake: before it takes effect, or for seven days.

    Whoever was replaced by a role that has begun has it again.
    """
    found = locked_appointment(appointment)
    has_confirmed = found.witnesses.filter(person=by).exclude(confirmed_at=None).exists()
    if not by.is_system and not has_confirmed:
        raise Denied("Only whoever confirmed it can take it back. You can hold it back.")
    if found.is_open:
        return end_appointment(found, APPOINTMENT_MOVES.take_back, by=by, at=at)
    is_late = found.status == Status.DONE and not found.can_be_suspended(at)
    if found.kind != Kind.BEGIN or (is_late and not by.is_system):
        raise WrongState(APPOINTMENT_MOVES.take_back.too_late, found)
    move(found, APPOINTMENT_MOVES.take_back, by=by, at=at)
    for held in rows_of(found):
        hold_back_role(held, at=at, for_good=True)
    give_number_back(found, localdate(at))
    emails.ended(found, by=by, at=at, again=give_again(found, by=by, at=at))
    return found


@transaction.atomic
def laid_down(*, assignment: Any, has_begun: bool, by: User, at: datetime) -> None:
    """Note that its holder has laid it down, so that nobody gives it back; before it began, everybody hears."""
    row = begun_by(assignment)
    if row and row.status in (Status.DONE, Status.SUSPENDED):
        found = locked_appointment(row)
        move(found, APPOINTMENT_MOVES.lay_down, by=by, at=at)
        if not has_begun:
            give_number_back(found, localdate(at))
            emails.ended(found, by=by, at=at, again=give_again(found, by=by, at=at))
