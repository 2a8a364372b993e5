"""Time passes, and what runs by the clock runs: the villain may wait as long as he likes."""

from __future__ import annotations

from approvals import actions as approvals
from incidents import actions as incidents
from incidents.hand_over import actions as hand_overs
from people import actions as people
from people.appointments import actions as appointments
from people.way_in import actions as way_in
from tests.people.machine.rules import rule
from tests.people.machine.world import World

HOURS = (1, 3, 5, 24, 24, 48, 72, 96, 24 * 8, 24 * 15, 24 * 30, 24 * 95)


@rule("people.appointments.settle_due", "people.way_in.take_effect", "incidents.move_on_unseen", "people.begin_taking_reports", "incidents.tell_of_undelivered", "incidents.end_sights", "incidents.hand_over.ask_for_hand_overs", "approvals.move_steps", weight=8)  # fmt: skip
def time_passes(world: World, who: int, whom: int, what: int) -> None:
    world.go_on(hours=HOURS[what])
    sweep(world)


@rule("people.appointments.settle_due", weight=5, honest=True)
def a_day_goes_by(world: World, who: int, whom: int, what: int) -> None:
    world.go_on(hours=HOURS[what % 6])
    sweep(world)


def sweep(world: World) -> None:
    """Everything that the worker runs about people, concerns and requests."""
    world.do("people.appointments.settle_due", appointments.settle_due)
    world.do("people.way_in.take_effect", way_in.take_effect)
    world.do("people.begin_taking_reports", people.begin_taking_reports)
    world.do("incidents.end_sights", incidents.end_sights, by=world.system)
    world.do("incidents.move_on_unseen", incidents.move_on_unseen, by=world.system)
    world.do("incidents.tell_of_undelivered", incidents.tell_of_undelivered, by=world.system)
    world.do("incidents.hand_over.ask_for_hand_overs", hand_overs.ask_for_hand_overs, by=world.system)  # fmt: skip
    world.do("approvals.move_steps", approvals.move_steps, by=world.system)
