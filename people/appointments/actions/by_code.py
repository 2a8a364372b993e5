"""The code of the server that stands for a second person where nobody fits."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import check
from access.roles import Permission
from audit import trail
from audit.events import Event
from people.appointments import codes, emails
from people.appointments.deadlines import stands_open_until
from people.appointments.models import Appointment
from people.appointments.rows.endings import locked_appointment
from people.appointments.rows.settlement import refuse_impossible, tell_the_whole_trust
from people.appointments.statuses import Status
from people.person.models import User
from people.system import system_user
from people.workflow import APPOINTMENT_MOVES
from workflow.moves import WrongState, move


@transaction.atomic
def make_code(*, appointment: Appointment, at: datetime) -> str:
    """A code that stands for the second person where nobody fits; made on the server, used once."""
    found = locked_appointment(appointment)
    if found.status != Status.PROPOSED:
        raise WrongState(APPOINTMENT_MOVES.confirm_by_code.too_late, found)
    if found.witnesses.filter(may_confirm=True).exists():
        names = ", ".join(row.person.full_name for row in found.witnesses.filter(may_confirm=True))
        raise ValidationError(f"No code is needed: {names} can confirm it.")
    code, found.code_hash = codes.new()
    found.save(update_fields=["code_hash"])
    trail.record(Event.APPOINTMENT_CODE_MADE, by=system_user(), at=at, record=found)
    return code


@transaction.atomic
def confirm_by_code(*, appointment: Appointment, code: str, by: User, at: datetime) -> Appointment:
    """Enter the server's code: the time in which everybody who was told can stop it begins."""
    found = locked_appointment(appointment)
    check(by, Permission.APPOINTMENT_WITHDRAW, found, localdate(at))
    if not codes.matches(code, found.code_hash):
        raise ValidationError({"code": "This is not the code. It is printed on the server"})
    refuse_impossible(found, at)
    move(found, APPOINTMENT_MOVES.confirm_by_code, by=by, at=at)
    found.by_code, found.code_hash, found.confirmed_at = True, "", at
    found.takes_effect_at = stands_open_until(found, at)
    tell_the_whole_trust(found, localdate(at))
    found.save(update_fields=["by_code", "code_hash", "confirmed_at", "takes_effect_at"])
    emails.waiting(found, at=at)
    return found
