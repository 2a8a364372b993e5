"""Many sequences from one seed, with what they tried; the first hole is raised, shrunk to the steps it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.people.machine.rules import HONEST, all_rules, weights
from tests.people.machine.run import play_honest, play_villain
from tests.people.machine.steps import sequences, starts
from tests.people.machine.world import World


@dataclass
class Figures:
    """What the sequences of a campaign did."""

    sequences: int = 0
    steps: int = 0
    tried: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def add(self, world: World, steps: int) -> None:
        self.sequences += 1
        self.steps += steps
        self.tried.update(world.tried)
        self.refused.update(world.refused)

    def counted(self) -> dict[str, int]:
        tried, refused = sum(self.tried.values()), sum(self.refused.values())
        return {"sequences": self.sequences, "steps": self.steps, "verbs_tried": tried, "refused": refused}  # fmt: skip


def of_a_villain(cast: Any, number: int, of: int, rules: dict[str, int] | None = None, hats: tuple[str, str] | None = None, **options: Any) -> Figures:  # fmt: skip
    """So many sequences with somebody who means harm. Raises Hole."""
    figures = Figures()
    drawn = st.tuples(starts(hats), sequences(rules or weights(all_rules())))

    def play(one: Any) -> None:
        start, steps = one
        figures.add(play_villain(cast, start, steps, **options), len(steps))

    _many(play, drawn, number, of)
    return figures


def of_honest_people(cast: Any, number: int, of: int, rules: dict[str, int] | None = None, hats: tuple[str, str] | None = None, **options: Any) -> Figures:  # fmt: skip
    """So many sequences without one. Raises Hole."""
    figures = Figures()

    def play(steps: Any) -> None:
        figures.add(play_honest(cast, steps, **options), len(steps))

    _many(play, sequences(rules or COMING_AND_GOING), number, of)
    return figures


PHASES = (Phase.generate, Phase.shrink)
BATCH = 10
SEEDS = 1_000_000
# Where nobody means harm, people come and go more than they say no.
COMING_AND_GOING = {
    **{name: weight for name, weight in weights(HONEST).items() if name not in ("is_reported", "somebody_says_no")},
    "another_is_reported": 8,
    "a_role_passes_properly": 9,
    "somebody_leaves_properly": 6,
    "somebody_lays_a_role_down": 5,
    "honest_people_come_and_go": 4,
    "handler_goes_on": 2,
}  # fmt: skip


def _many(play: Callable[[Any], None], drawn: st.SearchStrategy[Any], number: int, of: int) -> None:
    """In batches: after its first ten, hypothesis mostly tries what it has drawn already with little changed."""
    for batch in range(0, number, BATCH):
        _batch(play, drawn, min(BATCH, number - batch), of * SEEDS + batch)


def _batch(
    play: Callable[[Any], None], drawn: st.SearchStrategy[Any], number: int, of: int
) -> None:
    """Nothing is kept from run to run: a seed draws the same sequences on any machine."""

    @seed(of)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=PHASES,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(drawn)
    def sequence(one: Any) -> None:
        play(one)

    sequence()
