"""Ways in: the villain proposes that a colleague's address, link or second step changes."""

from __future__ import annotations

from people.way_in import actions
from people.way_in.models import Status, WayInChange
from tests.people.machine.rules import rule
from tests.people.machine.world import World, pick

OPEN = (Status.PROPOSED, Status.WAITING)


def under_way(world: World, number: int) -> WayInChange | None:
    rows = WayInChange.objects.filter(status__in=OPEN).order_by("proposed_at", "pk")
    return pick(list(rows.select_related("person")), number)


@rule("people.way_in.propose_way_in", weight=4)
def he_proposes_a_way_in(world: World, who: int, whom: int, what: int) -> None:
    by, person = world.hand(who), world.colleague(whom)
    facts = {
        "new_address": f"thorn{whom}@school.example" if what % 2 == 0 else "",
        "sends_link": what % 3 < 2,
        "removes_app": what % 4 == 3,
    }
    world.do("people.way_in.propose_way_in", actions.propose_way_in, person=person, by=by, **facts)


@rule("people.way_in.confirm", "people.way_in.withdraw", "people.way_in.stop", "people.way_in.hand_over_link", weight=4)  # fmt: skip
def he_goes_on_with_it(world: World, who: int, whom: int, what: int) -> None:
    by, change = world.hand(who), under_way(world, whom) or WayInChange.objects.first()
    if change:
        name = ("confirm", "hand_over_link", "withdraw", "stop")[what % 4]
        world.do(f"people.way_in.{name}", getattr(actions, name), change=change, by=by)


@rule("people.way_in.confirm", weight=2, honest=True)
def somebody_confirms_a_way_in(world: World, who: int, whom: int, what: int) -> None:
    change = under_way(world, whom)
    if change is None:
        return
    asked = change.witnesses.filter(may_confirm=True).order_by("person__family_name")
    by = pick([one.person_id for one in asked if world.honest(one.person_id)], who)
    if by:
        world.do("people.way_in.confirm", actions.confirm, change=change, by=world.fresh(by))


@rule("people.way_in.stop", "people.way_in.stop_by_link", "people.way_in.propose_way_in", weight=2, honest=True)  # fmt: skip
def its_owner_stops_it(world: World, who: int, whom: int, what: int) -> None:
    change = under_way(world, whom)
    if change is None:
        person = world.colleague(whom)
        by = world.fresh(world.cast.admin.pk)
        world.do(
            "people.way_in.propose_way_in",
            actions.propose_way_in,
            person=person,
            by=by,
            sends_link=True,
        )
    elif what % 2 and world.honest(change.person_id):
        world.do("people.way_in.stop", actions.stop, change=change, by=change.person)
    elif world.honest(change.person_id):
        world.do("people.way_in.stop_by_link", actions.stop_by_link, change=change)
