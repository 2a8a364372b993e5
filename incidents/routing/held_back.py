"""Appointments that were held back or taken back lately: on whose word somebody lacks a role they would have."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from people.api import on_day
from people.models import Appointment, AppointmentKind, AppointmentStatus, User

LATELY = timedelta(days=90)


def held_back(*, on: date, trust_id: UUID | None = None) -> list[Appointment]:
    """Those of people who are here whose role would run on this day, with who may have held it back. Two queries.

    One that was taken back counts for 90 days: until then the place is likely to be empty because of it.
    """
    runs = on_day(on, start="assignment__start_date", end="assignment__end_date")
    lately = Q(assignment__start_date__lte=on, assignment__suspended_at__date__gte=on - LATELY)
    rows = Appointment.objects.filter(
        (Q(status=AppointmentStatus.SUSPENDED) & runs)
        | (Q(status=AppointmentStatus.TAKEN_BACK) & lately),
        kind=AppointmentKind.BEGIN,
        person__in=User.objects.here(on),
    )
    rows = rows.filter(trust_id=trust_id) if trust_id else rows
    return list(
        rows.select_related("person", "assignment")
        .prefetch_related("witnesses")
        .order_by("proposed_at", "pk")
    )


def words_against(appointment: Appointment) -> set[UUID]:
    """Who held it back; of one that is taken back also those who could have: whoever confirmed it."""
    is_over = appointment.status == AppointmentStatus.TAKEN_BACK
    return {appointment.suspended_by_id, *(confirmers(appointment) if is_over else ())}


def confirmers(appointment: Appointment) -> list[Any]:
    return [row.person_id for row in appointment.witnesses.all() if row.confirmed_at]
