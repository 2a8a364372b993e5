"""What honest people do besides: go on leave and come back, lay a role down, speak to a newcomer, hold somebody back."""

from __future__ import annotations

from datetime import timedelta

from people import actions
from people.appointments import actions as appointments
from people.appointments.models import Appointment
from people.known.knowers import to_get_to_know
from people.models import Absence, User
from tests.people.machine.rules import rule
from tests.people.machine.world import World, pick, place_of


@rule("people.record_away", "people.cancel_away", weight=4, honest=True)
def somebody_goes_on_leave(world: World, who: int, whom: int, what: int) -> None:
    person = world.colleague(whom)
    if world.is_hand(person.pk):
        return
    if what % 4 == 3:
        if row := pick(list(Absence.objects.filter(cancelled_at=None, person=person)), 0):
            world.do("people.cancel_away", actions.cancel_away, absence=row, by=person)
        return
    last = world.on + timedelta(days=3 * (what + 1))
    world.do("people.record_away", actions.record_away, person=person, start_date=world.on, end_date=last, by=person)  # fmt: skip


@rule("people.lay_down_role", weight=1, honest=True)
def somebody_lays_a_role_down(world: World, who: int, whom: int, what: int) -> None:
    person = world.colleague(whom)
    row = pick(world.roles_of(person.pk), what)
    if not row or world.is_hand(person.pk):
        return
    if world.do("people.lay_down_role", actions.lay_down_role, assignment=row, by=person):
        world.agreed.add(row.pk)


@rule("people.know_person", weight=2, honest=True)
def somebody_speaks_to_a_newcomer(world: World, who: int, whom: int, what: int) -> None:
    """To somebody real who says that it was they who signed in."""
    by = world.colleague(who)
    if world.is_hand(by.pk):
        return
    met = [one for one in to_get_to_know(by, world.on) if world.honest(one.pk)]
    if person := pick(met, whom):
        world.do("people.know_person", actions.know_person, person=person, by=by)


@rule("people.suspend_person", "people.end_suspension", weight=1, honest=True)
def somebody_above_holds_him_back(world: World, who: int, whom: int, what: int) -> None:
    by = world.fresh((world.cast.ceo, world.cast.chair, world.cast.head)[who % 3].pk)
    if world.is_hand(by.pk):
        return
    person = world.villain if world.villain_id and what % 2 else world.colleague(whom)
    verb = "end_suspension" if what % 4 == 3 else "suspend_person"
    world.do(f"people.{verb}", getattr(actions, verb), person=person, by=by)


@rule(weight=1, honest=True)
def a_newcomer_signs_in(world: World, who: int, whom: int, what: int) -> None:
    person = world.colleague(whom)
    if world.honest(person.pk):
        User.objects.filter(pk=person.pk).update(last_login=world.at)


@rule("people.appointments.propose", "people.appointments.confirm", weight=2, honest=True)
def a_role_passes_properly(world: World, who: int, whom: int, what: int) -> None:
    """The office proposes a colleague in somebody's place, and the first who may confirms it."""
    by, role = world.fresh(world.cast.admin.pk), PASSING[what % len(PASSING)]
    facts = {"person": world.colleague(whom), "role": role, "start_date": world.on + timedelta(days=who % 3), "ends_current": True}  # fmt: skip
    row = world.do("people.appointments.propose", appointments.propose, by=by, **facts, **place_of(role, world))  # fmt: skip
    if isinstance(row, Appointment):
        confirmed(world, row)


@rule("people.appointments.propose_leaving", "people.appointments.confirm", weight=1, honest=True)
def somebody_leaves_properly(world: World, who: int, whom: int, what: int) -> None:
    person, by = world.colleague(whom), world.fresh(world.cast.admin.pk)
    last = world.on + timedelta(days=what % 4)
    row = world.do("people.appointments.propose_leaving", appointments.propose_leaving, person=person, leaving_date=last, by=by)  # fmt: skip
    if isinstance(row, Appointment):
        confirmed(world, row)


def confirmed(world: World, row: Appointment) -> None:
    asked = row.witnesses.filter(may_confirm=True).order_by("person__family_name")
    for witness in asked:
        person = world.fresh(witness.person_id)
        if world.honest(person.pk) and not world.is_unreal(row.person_id):
            world.do("people.appointments.confirm", appointments.confirm, appointment=row, by=person)  # fmt: skip
            return


PASSING = ("DSL", "HEAD", "DDSL", "CEO", "CHAIR", "TSL", "VICE_CHAIR")
