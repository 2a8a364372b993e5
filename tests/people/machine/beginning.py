"""The villain with his two hats, put where he works; what he was before the first step."""

from __future__ import annotations

from typing import Any

from access.roles import BY_CODE
from people.models import RoleAssignment, User
from tests.factories import LONG_AGO, give_role, make_person
from tests.people.machine.steps import Start
from tests.people.machine.world import NAMES, World, place_of

NAME = "Victor Thorn"
# Whoever becomes his team where he is a line manager.
TEAM = ("teacher", "colleague", "deputy_dsl")
ABOVE = {"HEAD": "ceo", "CHAIR": None}


def put_in_place(world: World, start: Start) -> None:
    cast = world.cast
    above = next((getattr(cast, ABOVE[hat] or "", None) for hat in start.hats if hat in ABOVE), cast.head)  # fmt: skip
    villain = make_person(
        NAME,
        trust=cast.trust,
        school=cast.school,
        post="Teacher of art",
        line_manager=above,
        phone="01632 960199",
    )
    world.villain_id = villain.pk
    for hat in dict.fromkeys(start.hats):
        _put_on(world, villain, hat)
    for number in range(start.puppets):
        _have_puppet(world, number)
    if start.has_concern:
        from tests.people.machine.concerns import report_him

        report_him(world, 0, 0)


def _put_on(world: World, villain: User, hat: str) -> None:
    if hat == "line manager":
        team = [getattr(world.cast, name).pk for name in TEAM]
        User.objects.filter(pk__in=team).update(line_manager=villain)
    elif hat in BY_CODE:
        where = place_of(hat, world)
        _make_room(hat, where)
        give_role(villain, hat, **where)


def _have_puppet(world: World, number: int) -> None:
    """One that somebody has put on the list in good faith, as if it were a new colleague."""
    puppet = make_person(
        NAMES[number],
        trust=world.cast.trust,
        school=world.cast.school,
        known_at=None,
        last_login=world.at,
        line_manager_id=(None, world.villain_id)[number],
    )
    world.puppets.append(puppet.pk)


def _make_room(hat: str, where: dict[str, Any]) -> None:
    """Whoever held a sole role before him has long left it."""
    if BY_CODE[hat].sole:
        rows = RoleAssignment.objects.filter(role=hat).at(**where)
        rows.update(start_date=LONG_AGO, end_date=LONG_AGO)
