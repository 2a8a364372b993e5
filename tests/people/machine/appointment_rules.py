"""Appointments: the villain proposes and presses whatever there is to press; honest people answer for real colleagues."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from people.appointments import actions
from people.appointments.models import Appointment
from people.appointments.statuses import Kind, Status
from people.models import PeopleImport
from tests.people.machine.people_rules import ROLES
from tests.people.machine.rules import rule
from tests.people.machine.world import World, pick, place_of

LIVE = (Status.PROPOSED, Status.WAITING, Status.OBJECTED, Status.DONE, Status.SUSPENDED)


def live(world: World, number: int, among: tuple[str, ...] = LIVE) -> Appointment | None:
    rows = Appointment.objects.filter(status__in=among).order_by("proposed_at", "pk")
    return pick(list(rows.select_related("person", "replaces")), number)


@rule("people.appointments.propose", weight=8)
def he_proposes(world: World, who: int, whom: int, what: int) -> None:
    by, role = world.hand(who), ROLES[what]
    person = world.puppet(whom) or world.colleague(whom)
    if person.pk == by.pk and what % 6:  # nobody proposes himself: once is enough
        by = world.villain
    facts = {"person": person, "role": role, "start_date": world.on, "ends_current": True}
    world.do("people.appointments.propose", actions.propose, by=by, **facts, **place_of(role, world))  # fmt: skip


@rule("people.appointments.propose", weight=3)
def he_proposes_a_colleague(world: World, who: int, whom: int, what: int) -> None:
    by, role, person = world.hand(who), ROLES[what], world.colleague(whom)
    facts = {"person": person, "role": role, "start_date": world.on, "ends_current": True}
    world.do("people.appointments.propose", actions.propose, by=by, **facts, **place_of(role, world))  # fmt: skip


@rule("people.appointments.propose_end", "people.appointments.propose_leaving", weight=4)
def he_proposes_an_end(world: World, who: int, whom: int, what: int) -> None:
    by, person = world.hand(who), world.colleague(whom)
    last = world.on - timedelta(days=what % 2)
    stays = what % 3 == 2
    row = pick(world.roles_of(person.pk), what)
    if what % 2 and row:
        world.do("people.appointments.propose_end", actions.propose_end, assignment=row, end_date=last, by=by)  # fmt: skip
    else:
        world.do("people.appointments.propose_leaving", actions.propose_leaving, person=person, leaving_date=None if stays else last, by=by)  # fmt: skip


PRESSES = ("confirm", "agree", "decide", "give_back_appointment", "hold_back_appointment", "take_back", "stop", "withdraw", "decline", "object_to")  # fmt: skip


@rule(*(f"people.appointments.{name}" for name in PRESSES), weight=8)
def he_presses(world: World, who: int, whom: int, what: int) -> None:
    if row := live(world, whom):
        press(world, row, PRESSES[what % len(PRESSES)], world.hand(who))


def press(world: World, row: Appointment, name: str, by: Any) -> Any:
    more = {"goes_on": True} if name == "decide" else {}
    return world.do(f"people.appointments.{name}", getattr(actions, name), appointment=row, by=by, **more)  # fmt: skip


@rule("people.appointments.confirm_sheet", "people.appointments.confirm_by_code", weight=2)
def he_confirms_otherwise(world: World, who: int, whom: int, what: int) -> None:
    by, row = world.hand(who), live(world, whom)
    if what % 2 and (upload := PeopleImport.objects.first()):
        world.do("people.appointments.confirm_sheet", actions.confirm_sheet, upload=upload, by=by)
    elif row:
        code = world.codes.get(row.pk, "ABCD")
        world.do("people.appointments.confirm_by_code", actions.confirm_by_code, appointment=row, code=code, by=by)  # fmt: skip


# ---- Honest people -----------------------------------------------------------------------------


def is_about_the_unreal(world: World, row: Appointment) -> bool:
    """A stranger's role, or a colleague's end in favour of a stranger: nobody who asks says yes to it."""
    return world.is_unreal(row.person_id)


@rule(
    "people.appointments.confirm",
    "people.appointments.give_back_appointment",
    weight=9,
    honest=True,
)
def a_holder_confirms(world: World, who: int, whom: int, what: int) -> None:
    """What concerns real colleagues alone, on whosever word it was proposed."""
    row = live(world, whom, (Status.PROPOSED, Status.SUSPENDED))
    if row is None or is_about_the_unreal(world, row):
        return
    asked = [one.person_id for one in row.witnesses.filter(may_confirm=True).order_by("person__family_name")]  # fmt: skip
    by = pick([pk for pk in asked if world.honest(pk) and pk != row.holder_id], who)
    if by:
        name = "give_back_appointment" if row.status == Status.SUSPENDED else "confirm"
        press(world, row, name, world.fresh(by))


@rule("people.appointments.object_to", "people.appointments.decide", "people.appointments.stop", "people.appointments.hold_back_appointment", "people.appointments.decline", weight=4, honest=True)  # fmt: skip
def somebody_says_no(world: World, who: int, whom: int, what: int) -> None:
    """A holder objects to the end of their role; those above keep it; a stranger's role is refused."""
    row = live(world, whom)
    if row is None:
        return
    told = [one.person_id for one in row.witnesses.order_by("person__family_name") if world.honest(one.person_id)]  # fmt: skip
    holder = row.holder_id
    if holder and world.honest(holder) and what % 2 == 0:
        press(world, row, "object_to", world.fresh(holder))
    elif row.status == Status.OBJECTED and told:
        by = world.fresh(pick(told, who))
        world.do("people.appointments.decide", actions.decide, appointment=row, goes_on=False, by=by)  # fmt: skip
    elif told and is_about_the_unreal(world, row):
        press(
            world,
            row,
            ("decline", "hold_back_appointment", "stop")[what % 3],
            world.fresh(pick(told, who)),
        )


@rule("people.appointments.make_code", weight=3, honest=True)
def the_server_prints_a_code(world: World, who: int, whom: int, what: int) -> None:
    """For real colleagues alone; it reaches whoever proposed."""
    row = live(world, whom, (Status.PROPOSED,))
    if row is None or world.is_unreal(row.person_id):
        return
    code = world.do("people.appointments.make_code", actions.make_code, appointment=row)
    if isinstance(code, str):
        world.codes[row.pk] = code


@rule("people.appointments.propose", "people.appointments.propose_end", "people.appointments.propose_leaving", "people.appointments.agree", weight=2, honest=True)  # fmt: skip
def honest_people_come_and_go(world: World, who: int, whom: int, what: int) -> None:
    """The office proposes somebody for a role, or the end of one; a holder agrees that theirs ends."""
    by = world.fresh((world.cast.admin, world.cast.office, world.cast.ceo)[who % 3].pk)
    if world.is_hand(by.pk):
        return
    row, person = live(world, whom), world.colleague(whom)
    if what % 4 == 3 and row and row.holder_id and world.honest(row.holder_id):
        if press(world, row, "agree", world.fresh(row.holder_id)):
            world.agreed |= _roles_of(row)
        return
    if what % 4 == 2:
        last = world.on + timedelta(days=what)
        world.do("people.appointments.propose_leaving", actions.propose_leaving, person=person, leaving_date=last, by=by)  # fmt: skip
    elif what % 4 == 1:
        if held := pick(world.roles_of(person.pk), what):
            world.do("people.appointments.propose_end", actions.propose_end, assignment=held, end_date=world.on, by=by)  # fmt: skip
    else:
        role = ROLES[(what + who) % len(ROLES)]
        facts = {"person": person, "role": role, "start_date": world.on, "ends_current": True}
        world.do("people.appointments.propose", actions.propose, by=by, **facts, **place_of(role, world))  # fmt: skip


def _roles_of(row: Appointment) -> set[Any]:
    """The roles whose holder has agreed by this that they end."""
    if row.kind == Kind.LEAVE:
        return set(row.person.assignments.values_list("pk", flat=True))
    ended = row.replaces_id if row.kind == Kind.BEGIN else row.assignment_id
    return {ended}
