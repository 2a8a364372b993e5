"""The demo's story at forty fixed moments and three random ones: nothing out of its time, something to do for everybody, all journeys begin."""

from __future__ import annotations

import pytest

from tests.long.tally import Tally
from tests.portal.moments import FEW, MORE, faults_at, moment, random_moments

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", [*FEW, *MORE])
def test_it_holds_at(text: str, tally: Tally) -> None:
    if text in tally.done:
        return
    if not tally.has_time():
        pytest.skip("out of time: run bin/long story again")
    assert faults_at(moment(text)) == []
    tally.add(fixed_moments=1)
    tally.finish(text)


@pytest.mark.parametrize("number", range(3))
def test_it_holds_at_a_random_moment(number: int, seed: int, tally: Tally) -> None:
    at = random_moments(seed, number + 1)[number]
    print(f"{at:%A %Y-%m-%d %H:%M}")
    assert faults_at(at) == []
    tally.add(random_moments=1)
