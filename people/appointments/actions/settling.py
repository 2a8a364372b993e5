"""What the clock does: into effect, out of time, taken back."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from people.appointments.actions.holding import take_back
from people.appointments.deadlines import TO_CONFIRM, held_back_too_long
from people.appointments.fit import deciders_of
from people.appointments.models import Appointment
from people.appointments.rows.effect import cannot_be_done
from people.appointments.rows.endings import end_appointment
from people.appointments.rows.settlement import put_into_effect
from people.appointments.statuses import Kind, Status
from people.system import system_user
from people.workflow import APPOINTMENT_MOVES
from workflow.moves import WrongState, move


def settle_due(*, at: datetime) -> int:
    """Put into effect what nobody stopped; let lapse what nobody confirmed; take back what stays held back.

    What its holder objects to waits for whoever decides, however long.
    """
    late = Appointment.objects.filter(
        status__in=(Status.PROPOSED, Status.OBJECTED), proposed_at__lte=at - TO_CONFIRM
    )
    for pk in late.values_list("pk", flat=True):
        _lapse_if_late(pk, at)
    held = held_back_too_long(Appointment.objects.all(), at)
    for appointment in (*held, *_of_leavers(at)):
        with suppress(WrongState):  # another sweep was quicker
            take_back(appointment=appointment, by=system_user(), at=at)
    return sum(_settle(pk, at) for pk in Appointment.objects.due(at).values_list("pk", flat=True))


def _of_leavers(at: datetime) -> Any:
    """Roles to come of people who have left before: whoever was to be replaced goes on."""
    on = localdate(at)
    has_left = Q(person__is_active=False) | Q(person__leaving_date__lt=on)
    rows = Appointment.objects.filter(kind=Kind.BEGIN, status__in=(Status.DONE, Status.SUSPENDED))
    return rows.filter(has_left, assignment__start_date__gte=on)


@transaction.atomic
def _settle(pk: UUID, at: datetime) -> bool:
    """Two sweeps at once do it once; what cannot be any more lapses, and holds up none of the others."""
    found = Appointment.objects.select_for_update(of=("self",)).get(pk=pk)
    if found.status != Status.WAITING:
        return False
    try:
        with transaction.atomic():
            move(found, APPOINTMENT_MOVES.take_effect, by=system_user(), at=at)
            put_into_effect(found, by=system_user(), at=at)
    except ValidationError:
        end_appointment(found, APPOINTMENT_MOVES.lapse, by=system_user(), at=at)
        return False
    return True


@transaction.atomic
def _lapse_if_late(pk: UUID, at: datetime) -> None:
    found = Appointment.objects.select_for_update(of=("self",)).get(pk=pk)
    if found.status == Status.PROPOSED or _is_pointless(found, at):
        end_appointment(found, APPOINTMENT_MOVES.lapse, by=system_user(), at=at)


def _is_pointless(found: Appointment, at: datetime) -> bool:
    """An objection that nobody can decide, or to what can no longer be."""
    on = localdate(at)
    is_over = cannot_be_done(found, on) or not deciders_of(found, on)
    return found.status == Status.OBJECTED and is_over
