"""Are the rooms that keep people safe judged: at least 200 small faults drawn by seed, 95 of 100 found, each other one explained."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import services
from tests.long.tally import Tally

pytest.importorskip("cosmic_ray")

from tests.mutants import drawing  # noqa: E402
from tests.mutants.bench import Bench  # noqa: E402
from tests.mutants.drawing import Mutant  # noqa: E402
from tests.mutants.explained import explains  # noqa: E402

WANTED = 200
FOUND_OF_100 = 95
ALIVE = "alive "  # before the key of one that no test has seen yet


def alive(tally: Tally) -> set[str]:
    return {case.removeprefix(ALIVE) for case in tally.done if case.startswith(ALIVE)}


def found(tally: Tally) -> int:
    return tally.figures["killed"] + tally.figures["timed_out"]


def test_small_faults_are_found(seed: int, tally: Tally) -> None:
    """Those that survived an earlier run first, then new ones until 200 were tried."""
    with services.throw_away_folder() as folder:
        bench = Bench(folder)
        for mutant in to_try(seed, tally):
            if not tally.has_time():
                pytest.skip("no time is left: start it again, and it goes on from here")
            note(tally, mutant, bench.verdict(mutant))


def to_try(seed: int, tally: Tally) -> Iterator[Mutant]:
    yield from drawing.again(alive(tally))
    for mutant in drawing.draw(seed, without={case.removeprefix(ALIVE) for case in tally.done}):
        if found(tally) + len(alive(tally)) >= WANTED:
            return
        yield mutant


def note(tally: Tally, mutant: Mutant, verdict: str) -> None:
    tally.done.discard(ALIVE + mutant.key)
    print(f"{verdict:<9} {mutant.key}", flush=True)
    if verdict == "survived":
        print(*mutant.difference(), sep="\n", flush=True)
        tally.finish(ALIVE + mutant.key)
        return
    tally.add(**{verdict: 1})
    tally.finish(mutant.key)


def test_so_many_were_tried_and_found(tally: Tally) -> None:
    """Each survivor is explained in tests/mutants/explained.py; those count as tried, not as found."""
    if found(tally) + len(alive(tally)) < WANTED:
        pytest.skip(f"{found(tally) + len(alive(tally))} of {WANTED} tried: start it again")
    survivors = list(drawing.again(alive(tally)))
    assert [one.key for one in survivors if not explains(one.path, one.difference())] == []
    share = 100 * found(tally) / (found(tally) + len(survivors))
    print(f"{share:.1f} % found")
    assert share >= FOUND_OF_100
