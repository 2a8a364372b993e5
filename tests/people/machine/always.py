"""What every honest sequence leads to, once the clocks have run out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction

from access.check import can, can_at
from access.roles import Permission
from incidents.models import Incident
from notifications.models import Message
from people.appointments import actions as appointments
from people.appointments.models import Appointment
from people.appointments.statuses import Status
from people.models import User
from tests.people.machine.clocks import sweep
from tests.people.machine.world import REFUSALS, World

OVER = ("closed", "duplicate")
# Whoever sent a concern was told whom to phone, because nobody here can deal with it.
PHONE = ("Nobody here can deal with your report",)
DAYS = 40


def run_out(world: World) -> None:
    """Every clock of a concern and of an appointment comes to its end."""
    for hours in (6, 48, 24 * 8, 24 * DAYS):
        world.go_on(hours=hours)
        sweep(world)


def faults(world: World) -> list[str]:
    return [*_unheard(world), *_stuck(world)]


def _unheard(world: World) -> Iterator[str]:
    for incident in Incident.objects.exclude(status__in=OVER):
        if not _somebody_opens(world, incident) and not _was_told(world, incident):
            yield f"Nobody can open {incident}, and {incident.reported_by} was not told"


def _somebody_opens(world: World, incident: Incident) -> bool:
    people = User.objects.present(world.on).filter(pk__in=incident.readers.values("person"))
    return any(can(one, Permission.CONCERN_HANDLE, incident, world.on) for one in people)


def _was_told(world: World, incident: Incident) -> bool:
    """Whoever sent it and is still here. The numbers stand on the page of the report too."""
    letters = Message.objects.filter(reference=incident.reference, subject__in=PHONE)
    told = set(letters.values_list("recipient_id", flat=True))
    return {person.pk for person in incident.senders(on=world.on)} <= told


def _stuck(world: World) -> Iterator[str]:
    """Whether nobody could replace the lead of the school any more."""
    if not _can_be_replaced(world, world.cast.school):
        yield f"Nobody can replace the safeguarding lead of {world.cast.school}"


def _can_be_replaced(world: World, school: Any) -> bool:
    return any(
        _is_replaced_by(world, school, proposer)
        for proposer in User.objects.present(world.on).filter(trust=world.cast.trust)
        if can_at(proposer, Permission.APPOINTMENT_PROPOSE, world.on, school=school)
    )


def _is_replaced_by(world: World, school: Any, proposer: User) -> bool:
    """Whether this proposal comes into effect, by a second person or a code. It is undone afterwards."""
    people = User.objects.present(world.on).at_school(school, on=world.on)
    for person in people.exclude(pk=proposer.pk)[:4]:
        with transaction.atomic():
            done = _tried(world, school, proposer, person)
            transaction.set_rollback(True)
        if done:
            return True
    return False


def _tried(world: World, school: Any, proposer: User, person: User) -> bool:
    at, facts = world.at, {"start_date": world.on, "ends_current": True}
    try:
        row = appointments.propose(person=person, role="DSL", trust=school.trust, school=school, by=proposer, at=at, **facts)  # fmt: skip
        _confirmed(row, proposer, at)
    except REFUSALS:
        return False
    appointments.settle_due(at=at + timedelta(days=DAYS))
    return Appointment.objects.filter(pk=row.pk, status=Status.DONE).exists()


def _confirmed(row: Appointment, proposer: User, at: Any) -> None:
    asked = [one.person for one in row.witnesses.filter(may_confirm=True)]
    if not asked:
        code = appointments.make_code(appointment=row, at=at)
        appointments.confirm_by_code(appointment=row, code=code, by=proposer, at=at)
    for person in asked[: row.needs]:
        appointments.confirm(appointment=row, by=person, at=at)
