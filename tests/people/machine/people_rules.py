"""People: the villain adds puppets, gives roles, moves colleagues about, records absences and leavings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from people import actions
from people.models import Absence, User
from tests.people.machine.rules import rule
from tests.people.machine.world import MOST_PUPPETS, NAMES, World, pick, place_of

ROLES = (
    "DDSL", "DSL", "HEAD", "TSL", "CEO", "CHAIR", "VICE_CHAIR", "HR", "DHT", "ADMIN", "TADMIN", "COMMS",
)  # fmt: skip


@rule("people.add_person", weight=9)
def he_adds_a_puppet(world: World, who: int, whom: int, what: int) -> None:
    """With an address of his own; most puppets accept at once."""
    if len(world.puppets) >= MOST_PUPPETS:
        return
    by, given = world.hand(who), NAMES[len(world.puppets)].split()
    above = (None, world.villain_id, world.cast.ceo.pk, world.cast.head.pk)[whom % 4]
    facts: dict[str, Any] = {
        "trust": world.cast.trust,
        "school": None if what % 6 == 5 else world.cast.school,
        "given_name": given[0],
        "family_name": given[1],
        "email": f"{given[0]}@school.example",
        "category": "teaching",
        "line_manager": world.fresh(above) if above else None,
        "start_date": world.on,
    }
    found = world.do("people.add_person", actions.add_person, by=by, **facts)
    person = found if isinstance(found, User) else User.objects.filter(email=facts["email"].lower()).first()  # fmt: skip
    if person:
        world.puppets.append(person.pk)
        if what % 3 != 2:
            invited(world, by, person)


def invited(world: World, by: User, person: User) -> None:
    """A link that reaches him lets him in; whoever he lets in by it is in his hands."""
    if not world.do("people.invite", actions.invite, person=person, by=by):
        return
    is_mine = world.is_hand(person.pk) or person.email.startswith("thorn")
    if is_mine:
        User.objects.filter(pk=person.pk).update(last_login=world.at)
        world.tell("signs in", world.fresh(person.pk), {}, "done")
        if not world.is_hand(person.pk):
            world.taken.append(person.pk)


@rule("people.invite", "people.reset_second_step", weight=2)
def he_invites(world: World, who: int, whom: int, what: int) -> None:
    by = world.hand(who)
    person = world.puppet(whom) if what % 2 else world.colleague(whom)
    if person and what % 3:
        invited(world, by, person)
    elif person:
        world.do("people.reset_second_step", actions.reset_second_step, person=person, by=by)


@rule("people.change_person", weight=4)
def he_changes_somebody(world: World, who: int, whom: int, what: int) -> None:
    """Mostly to an address that reaches him."""
    by, person = world.hand(who), world.colleague(whom)
    changed = {"email": f"thorn{whom}@school.example"} if what % 3 else {"category": "agency"}
    found = world.do("people.change_person", actions.change_person, person=person, by=by, **changed)
    if found and "email" in changed:
        invited(world, by, world.fresh(person.pk))


@rule("people.give_role", weight=6)
def he_gives_a_role(world: World, who: int, whom: int, what: int) -> None:
    by, role = world.hand(who), ROLES[what]
    person = world.puppet(whom) or world.colleague(whom)
    facts = {"person": person, "role": role, "start_date": world.on, "ends_current": True}
    world.do("people.give_role", actions.give_role, by=by, **facts, **place_of(role, world))


@rule("people.end_role", "people.lay_down_role")
def he_ends_a_role(world: World, who: int, whom: int, what: int) -> None:
    by = world.hand(who)
    person = by if what % 4 == 3 else world.colleague(whom)
    row = pick(world.roles_of(person.pk), what)
    if row is None:
        return
    if what % 4 == 3:
        world.do("people.lay_down_role", actions.lay_down_role, assignment=row, by=by)
    else:
        world.do("people.end_role", actions.end_role, assignment=row, end_date=world.on - timedelta(days=what % 2), by=by)  # fmt: skip


@rule("people.set_leaving_date")
def he_sets_a_last_day(world: World, who: int, whom: int, what: int) -> None:
    by, person = world.hand(who), world.colleague(whom)
    last = (world.on, world.on - timedelta(days=1), None)[what % 3]
    world.do("people.set_leaving_date", actions.set_leaving_date, person=person, leaving_date=last, by=by)  # fmt: skip


@rule("people.record_away", "people.cancel_away", weight=3)
def he_says_they_are_away(world: World, who: int, whom: int, what: int) -> None:
    by, person = world.hand(who), world.colleague(whom)
    if what % 4 == 3:
        if row := pick(list(Absence.objects.filter(cancelled_at=None).order_by("start_date", "pk")), whom):  # fmt: skip
            world.do("people.cancel_away", actions.cancel_away, absence=row, by=by)
        return
    world.do("people.record_away", actions.record_away, person=person, start_date=world.on, end_date=world.on + timedelta(days=10 * (what + 1)), by=by)  # fmt: skip


@rule("people.suspend_person", "people.end_suspension", weight=3)
def he_suspends_somebody(world: World, who: int, whom: int, what: int) -> None:
    by, person = world.hand(who), world.colleague(whom)
    verb = "end_suspension" if what % 4 == 3 else "suspend_person"
    world.do(f"people.{verb}", getattr(actions, verb), person=person, by=by)


@rule("people.know_person")
def he_knows_a_puppet(world: World, who: int, whom: int, what: int) -> None:
    if person := world.puppet(whom):
        world.do("people.know_person", actions.know_person, person=person, by=world.hand(who))


@rule("people.begin_import", "people.import_people", weight=3)
def he_brings_a_sheet(world: World, who: int, whom: int, what: int) -> None:
    """With a puppet on it who has a role."""
    if len(world.puppets) >= MOST_PUPPETS:
        return
    by, name = world.hand(who), NAMES[len(world.puppets)].split()
    row = {"number": "2", "First name": name[0], "Last name": name[1], "Email": f"{name[0].lower()}@school.example", "Category": "Teaching staff", "Post": "Teacher", "Role": ROLES[what], "Line manager email": ""}  # fmt: skip
    where = {"trust": world.cast.trust, "school": world.cast.school}
    upload = world.do("people.begin_import", actions.begin_import, by=by, file_name="x.csv", rows=[row], **where)  # fmt: skip
    found = upload and world.do("people.import_people", actions.import_people, by=by, upload=upload)
    for person in found or []:
        world.puppets.append(person.pk)
        invited(world, by, person)


@rule("people.appointments.appoint_first", weight=1)
def he_appoints_the_first(world: World, who: int, whom: int, what: int) -> None:
    role = ("HEAD", "DSL", "DDSL", "CHAIR", "VICE_CHAIR")[what % 5]
    facts = {"trust": world.cast.trust, "school": world.cast.school, "role": role, "given_name": "Pop", "family_name": "Straw", "email": "pop@school.example"}  # fmt: skip
    found = world.do(
        "people.appointments.appoint_first", actions.appoint_first, by=world.hand(who), **facts
    )
    if isinstance(found, User):
        world.puppets.append(found.pk)


@rule("people.give_post", "people.change_own_address", "people.change_phone", weight=1)
def he_does_what_is_his_own(world: World, who: int, whom: int, what: int) -> None:
    by = world.hand(who)
    if what % 3 == 0:
        world.do("people.give_post", actions.give_post, person=world.puppet(whom) or by, title=f"Lead {what}", trust=world.cast.trust, school=world.cast.school, start_date=world.on, by=by)  # fmt: skip
    elif what % 3 == 1:
        world.do("people.change_own_address", actions.change_own_address, email=f"own{what}@school.example", by=by)  # fmt: skip
    else:
        world.do("people.change_phone", actions.change_phone, person=world.colleague(whom), phone="01632 960200", by=by)  # fmt: skip
