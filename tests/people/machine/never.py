"""What no sequence of the villain's may lead to. Asked after every step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils.timezone import localdate

from access.roles import APPOINTED, WAY_IN_TAKES_TWO
from approvals.models import Decision, Request
from incidents.models import Incident
from people.appointments.models import Appointment, Witness
from people.appointments.statuses import Kind, Status
from people.models import RoleAssignment, User
from people.way_in.models import WayInChange
from tests.people.machine import newcomers
from tests.people.machine.world import World

APPROVED = ("approved", "approved_with_conditions", "opened")
LISTS = ("ADMIN", "TADMIN")
HOURS = timedelta(hours=48)


@dataclass
class Kept:
    """What honest people have, before a step and after it."""

    ways: dict[Any, tuple[Any, ...]]
    roles: dict[Any, tuple[Any, date | None]]
    leaving: dict[Any, tuple[Any, bool]]


def look(world: World) -> Kept:
    rows = RoleAssignment.objects.not_over(world.on).filter(role__in=WAY_IN_TAKES_TWO)
    held = [row for row in rows if world.honest(row.person_id)]
    people = User.objects.filter(pk__in={row.person_id for row in held})
    signs = {row.person_id for row in held if row.role in APPOINTED}
    apps = list(Authenticator.objects.values_list("user_id", flat=True))
    return Kept(
        ways={one.pk: (one.email, one.password, apps.count(one.pk)) for one in people},
        roles={row.pk: (row.person_id, row.end_date) for row in held if row.role in APPOINTED},
        leaving={one.pk: (one.leaving_date, one.is_active) for one in people if one.pk in signs},
    )


def faults(world: World, before: Kept, after: Kept) -> list[str]:
    return [*_sight(world), *newcomers.faults(world), *_confirmers(world), *_puppets(world), *_signatures(world), *_ways_in(world, before, after), *_roles(world, before)]  # fmt: skip


# ---- Sight -------------------------------------------------------------------------------------


def _sight(world: World) -> Iterator[str]:
    for pk in world.hand_ids():
        person = world.fresh(pk)
        for incident in Incident.objects.visible_to(person, on=world.on):
            if problem := _may_not_see(world, incident, person):
                yield problem
        if pk == world.villain_id:
            yield from _relations(world, person)


def _may_not_see(world: World, incident: Incident, person: User) -> str:
    if incident.pk in world.about_him:
        return f"{person} has sight of {incident}, which is about the villain"
    is_his_own = person.pk == world.villain_id or (incident.pk, person.pk) in world.shared_by_him
    return "" if is_his_own else f"{person}, who is a puppet, has sight of {incident}"


def _relations(world: World, person: User) -> Iterator[str]:
    for incident in Incident.objects.filter(pk__in=world.about_him):
        if {"READER", "HANDLER"} & incident.relations_of(person, world.on):
            yield f"{person} is a reader of {incident}, which is about him"


# ---- Second persons ----------------------------------------------------------------------------


def _confirmers(world: World) -> Iterator[str]:
    """Whoever says yes as the second person today keeps no list of people, the role of an administrator apart."""
    said = Witness.objects.filter(confirmed_at=world.at).exclude(appointment__role__in=LISTS)
    for witness in said.select_related("person"):
        if any(held.role in LISTS for held in witness.person.roles_on(world.on)):
            yield f"{witness.person} confirms an appointment and keeps the list of people"


def _puppets(world: World) -> Iterator[str]:
    """Nobody honest ever says yes to a puppet, so none comes to a role that takes two."""
    rows = RoleAssignment.objects.not_over(world.on).filter(person__in=world.puppets)
    for row in rows.filter(role__in=WAY_IN_TAKES_TWO).select_related("person"):
        yield f"{row.person}, who is a puppet, is {row.role}"


# ---- Signatures --------------------------------------------------------------------------------


def _signatures(world: World) -> Iterator[str]:
    for request in Request.objects.filter(author__in=world.hand_ids()):
        signed = Decision.objects.filter(request=request, outcome__startswith="approve")
        signers = set(signed.values_list("signer_id", flat=True))
        if request.author_id in signers:
            yield f"The author of {request} has signed it"
        if request.status in APPROVED and not [pk for pk in signers if world.honest(pk)]:
            yield f"Nobody but the villain and his puppets has signed {request}"


# ---- Ways in -----------------------------------------------------------------------------------


def _ways_in(world: World, before: Kept, after: Kept) -> Iterator[str]:
    for pk, way in before.ways.items():
        if pk in after.ways and after.ways[pk] != way and not _was_waited_for(world, pk):
            yield f"The way in of {world.fresh(pk)} was changed without a second person and 48 hours"


def _was_waited_for(world: World, pk: Any) -> bool:
    change = WayInChange.objects.filter(person=pk, status="done").order_by("-ended_at").first()
    if change is None or change.ended_at != world.at:
        return False
    confirmed = change.confirmed_by_id or change.proposed_by_id
    return world.honest(confirmed) and change.ended_at - change.proposed_at >= HOURS


# ---- Roles -------------------------------------------------------------------------------------


def _roles(world: World, before: Kept) -> Iterator[str]:
    rows = RoleAssignment.objects.filter(pk__in=before.roles)
    for row in rows.select_related("person"):
        was = before.roles[row.pk][1]
        ends = row.end_date is not None and (was is None or row.end_date < was)
        if ends and row.pk not in world.agreed and not _was_decided(world, row):
            yield f"{row.person} loses {row.role} without a second person, or the time to object"
    for person in User.objects.filter(pk__in=before.leaving):
        was, _ = before.leaving[person.pk]
        gone = person.leaving_date is not None and before.leaving[person.pk] != (person.leaving_date, person.is_active)  # fmt: skip
        if _stays_longer(world, was, person):
            if not _was_confirmed_now(world, person):
                yield f"{person} stays past a last day that stood, without a second person"
            continue
        if gone and not _was_decided(world, None, person):
            yield f"{person} is given a last day without a second person, or the time to object"


def _stays_longer(world: World, was: date | None, person: User) -> bool:
    """Still here, and with a later last day than stood, or none."""
    now = person.leaving_date
    return was is not None and was >= world.on and (now is None or now > was)


def _was_confirmed_now(world: World, person: User) -> bool:
    rows = Appointment.objects.filter(kind=Kind.LEAVE, person=person, settled_at=world.at)
    said = Witness.objects.filter(appointment__in=rows, confirmed_at__isnull=False)
    return any(world.honest(one.person_id) for one in said)


def _was_decided(world: World, row: RoleAssignment | None, person: User | None = None) -> bool:
    """By somebody honest besides the proposer, with two working days for the holder; or undone by whoever confirmed it."""
    for one in Appointment.objects.filter(status__in=(Status.DONE, Status.TAKEN_BACK)):
        if one.status == Status.TAKEN_BACK:
            if row is not None and one.assignment_id == row.pk:
                return True
        elif _is_of(one, row, person) and _is_honest(world, one):
            return True
    return False


def _is_of(one: Appointment, row: RoleAssignment | None, person: User | None) -> bool:
    if row is None:
        return bool(person) and one.kind == Kind.LEAVE and one.person_id == person.pk
    if one.kind == Kind.BEGIN:
        return one.replaces_id == row.pk
    return one.assignment_id == row.pk if one.kind == Kind.END else one.person_id == row.person_id


def _is_honest(world: World, one: Appointment) -> bool:
    said = list(one.witnesses.exclude(confirmed_at=None).values_list("person_id", flat=True))
    agreed = one.agreed_at is not None and world.honest(one.holder_id)
    if agreed or one.holder_id == one.proposed_by_id:
        return True
    # Two people, of whom one is honest: whoever proposed it, or whoever said yes to it.
    if not one.by_code and not (said and any(map(world.honest, [one.proposed_by_id, *said]))):
        return False
    return _working_days(localdate(one.confirmed_at), localdate(one.settled_at)) >= 2


def _working_days(first: date, last: date) -> int:
    """Whole ones between the two."""
    days = (first + timedelta(days=number) for number in range(1, (last - first).days))
    return sum(day.weekday() < 5 for day in days)
