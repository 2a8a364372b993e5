"""Who can become a reader: twenty thousand sequences of verbs by one who means harm, a tenth through the pages; honest ones beside them."""

from __future__ import annotations

import pytest

from tests.approvals.stage import ready
from tests.cast import Cast
from tests.long.tally import Tally
from tests.people.machine import campaign
from tests.people.machine.pages import Pages

pytestmark = pytest.mark.django_db
WANTED = 20_000
ROUND = 50  # of which five go through the pages, and five are honest people's


def test_nobody_makes_himself_a_reader(cast: Cast, seed: int, tally: Tally, time_machine) -> None:  # type: ignore[no-untyped-def]
    ready(cast, cast.teacher, cast.colleague, cast.office)
    number = 0
    while tally.figures["sequences"] < WANTED and tally.has_time():
        number += 1
        of = seed + number
        tally.add(**campaign.of_a_villain(cast, ROUND - 10, of=of).counted())
        through = campaign.of_a_villain(
            cast,
            5,
            of=of,
            pages=Pages(),
            move_clock=lambda at: time_machine.move_to(at, tick=False),
        )
        tally.add(**through.counted(), through_pages=through.sequences)
        honest = campaign.of_honest_people(cast, 5, of=of)
        tally.add(**honest.counted(), honest=honest.sequences)
