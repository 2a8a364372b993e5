"""Nobody makes himself a reader: a few hundred sequences of the machine (twenty thousand in bin/long machine)."""

from __future__ import annotations

import pytest

from tests.approvals.stage import ready
from tests.cast import Cast
from tests.people.machine import campaign
from tests.people.machine.pages import Pages

# Walked once, on SQLite, like the journeys; `bin/long machine --postgres` does the rest there.
pytestmark = [pytest.mark.django_db, pytest.mark.journey]


@pytest.fixture
def school(cast: Cast) -> Cast:
    """With people who are ready to run a channel."""
    ready(cast, cast.teacher, cast.colleague, cast.office)
    return cast


def test_nobody_makes_himself_a_reader(school: Cast) -> None:
    figures = campaign.of_a_villain(school, 90, of=8)
    assert figures.sequences >= 90


def test_nobody_makes_himself_a_reader_through_the_pages(school: Cast, time_machine) -> None:  # type: ignore[no-untyped-def]
    pages = Pages()
    figures = campaign.of_a_villain(
        school, 10, of=9, pages=pages, move_clock=lambda at: time_machine.move_to(at, tick=False)
    )
    assert figures.sequences >= 10 and pages.pressed > 5


def test_where_nobody_means_harm_nobody_is_stuck(school: Cast) -> None:
    figures = campaign.of_honest_people(school, 10, of=8)
    assert figures.sequences >= 10
