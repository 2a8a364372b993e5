"""Lines: the villain moves himself, or those who hear of him, under somebody of his; the head confirms what is real."""

from __future__ import annotations

from people.lines import actions
from people.lines.changes import LineChange
from tests.people.machine.rules import rule
from tests.people.machine.world import World, pick


def waiting(world: World, number: int) -> LineChange | None:
    rows = LineChange.objects.open().order_by("proposed_at", "pk")
    return pick(list(rows.select_related("person", "after")), number)


@rule(
    "people.lines.propose_line", "people.lines.confirm_lines", "people.lines.decline_line", weight=4
)
def he_moves_a_line(world: World, who: int, whom: int, what: int) -> None:
    by, change = world.hand(who), waiting(world, whom)
    if change and what % 3 == 0:
        world.do("people.lines.confirm_lines", actions.confirm_lines, changes=[change], by=by)
    elif change and what % 6 == 1:
        world.do("people.lines.decline_line", actions.decline_line, change=change, by=by)
    else:
        person = world.villain if what % 3 == 1 else world.colleague(whom)
        above = world.puppet(what) or world.villain
        if above.pk != person.pk:
            world.do("people.lines.propose_line", actions.propose_line, person=person, manager=above, by=by)  # fmt: skip


@rule("people.lines.confirm_lines", weight=3, honest=True)
def somebody_above_confirms_a_line(world: World, who: int, whom: int, what: int) -> None:
    """Between real colleagues alone."""
    change = waiting(world, whom)
    if change is None or world.is_unreal(change.person_id) or world.is_unreal(change.after_id):
        return
    by = world.fresh((world.cast.head, world.cast.ceo, world.cast.chair)[who % 3].pk)
    if world.honest(by.pk):
        world.do("people.lines.confirm_lines", actions.confirm_lines, changes=[change], by=by)
