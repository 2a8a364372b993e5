"""A role passes on: whoever is asked hands everything over that is offered."""

from __future__ import annotations

from incidents.hand_over import actions, offers
from incidents.hand_over.models import HandOverQuestion
from tests.people.machine.rules import rule
from tests.people.machine.world import World, pick


@rule("incidents.hand_over.hand_over", weight=3, honest=True)
def somebody_hands_over(world: World, who: int, whom: int, what: int) -> None:
    hand_over(world, whom, is_honest=True)


@rule("incidents.hand_over.hand_over", weight=2)
def he_hands_over(world: World, who: int, whom: int, what: int) -> None:
    hand_over(world, whom, is_honest=False)


def hand_over(world: World, number: int, *, is_honest: bool) -> None:
    waiting = HandOverQuestion.objects.waiting().order_by("asked_on", "person__family_name", "pk")
    asked = [one for one in waiting if world.honest(one.person_id) is is_honest]
    if question := pick(asked, number):
        by, passing = world.fresh(question.person_id), question.hand_over
        ticked = [one.pk for one in offers.offered(passing, by, on=world.on)]
        world.do("incidents.hand_over.hand_over", actions.hand_over, hand_over=passing, by=by, concerns=ticked)  # fmt: skip
