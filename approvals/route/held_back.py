"""Who keeps somebody from signing, and so gains no signature by it (design: appointments, 2 and 5).

Whoever suspends a signer, holds back or takes back their role, or ended it against their word, never
signs in their place: the next of 4.1.7 does.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from approvals.request.models import Request
from approvals.route.models import Stage
from approvals.route.signers import roles_there
from people.models import (
    Appointment,
    AppointmentKind,
    AppointmentStatus,
    RoleAssignment,
    User,
    Witness,
)

SIGNS = frozenset({"HEAD", "DHT", "SLT", "COMMS", "CEO", "CHAIR", "VICE_CHAIR"})


def by_whom(stage: Stage, request: Request, on: date) -> set[Any]:
    """Ids of whoever keeps this signer, or somebody who could stand in, from signing here."""
    rows = roles_there(request).not_over(on).filter(role__in=SIGNS)
    return _suspended(stage, rows, on) | _held_back(rows) | _took_it_away(stage)


def _suspended(stage: Stage, rows: Any, on: date) -> set[Any]:
    them = User.objects.filter(Q(pk=stage.signer_id) | Q(pk__in=rows.values("person")))
    return set(them.filter(suspended_until__gte=on).values_list("suspended_by", flat=True))


def _held_back(rows: Any) -> set[Any]:
    held = Appointment.objects.filter(
        status=AppointmentStatus.SUSPENDED, assignment__in=rows.exclude(suspended_at=None)
    )
    return set(held.values_list("suspended_by", flat=True))


def _took_it_away(stage: Stage) -> set[Any]:
    """Of the signer's role, or their last day, where they did not agree or lay it down themself."""
    signer = stage.signer_id
    roles = RoleAssignment.objects.filter(person=signer)
    over = Q(
        kind__in=(AppointmentKind.END, AppointmentKind.LEAVE),
        person=signer,
        status=AppointmentStatus.DONE,
    )
    replaced = Q(kind=AppointmentKind.BEGIN, replaces__in=roles, status=AppointmentStatus.DONE)
    undone = Q(kind=AppointmentKind.BEGIN, person=signer, status=AppointmentStatus.TAKEN_BACK)
    found = Appointment.objects.filter(over | replaced | undone, agreed_at=None)
    found = found.exclude(proposed_by=signer)
    confirmed = Witness.objects.filter(appointment__in=found).exclude(confirmed_at=None)
    proposed = found.exclude(status=AppointmentStatus.TAKEN_BACK).values_list(
        "proposed_by", flat=True
    )
    return {*proposed, *confirmed.values_list("person", flat=True)}
