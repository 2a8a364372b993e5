"""Two worlds: with concerns and without, and two trusts of which one has more: nobody without sight sees a byte of difference."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest

from people.models import User
from tests.cast import Cast
from tests.long.tally import Tally
from tests.worlds import base, concerns, day
from tests.worlds.addresses import addresses, known
from tests.worlds.concerns import PLOTS
from tests.worlds.ghosts import keys_of, told_apart
from tests.worlds.more import grow
from tests.worlds.seen import ALL_FILES, Looking, Sights, differences, world
from tests.worlds.steady import undone

pytestmark = pytest.mark.django_db
# Of each of these roles one person without sight looks, besides whoever it is about.
WATCHERS = ("ADMIN", "TADMIN", "HEAD", "DSL", "DHT", "CHAIR", "HR", "NETMAN", "STAFF")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Refused pages are expected by the thousand."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("about", PLOTS)
def test_nobody_without_sight_sees_that_there_are_concerns(
    about: str, cast: Cast, tally: Tally
) -> None:
    if about in tally.done or not tally.has_time():
        pytest.skip("done, or out of time: run it again")
    began = time.monotonic()
    near, far = base.two_trusts(cast)
    plot = PLOTS[about]

    def tell() -> None:
        concerns.tell(near, plot)

    def pass_a_day() -> None:
        day.pass_a_day(near, far)

    looking = who_looks(near, plot, tell, pass_a_day)
    without = world(pass_a_day, looking=lambda: looking)
    told = world(tell, pass_a_day, looking=lambda: looking)
    assert differences(without, told) == []
    count(tally, without, began, plots=1, people=len(looking.people))
    tally.finish(about)


def who_looks(cast: Cast, plot: concerns.Plot, *steps: Any) -> Looking:
    """Whoever it is about; where it is about no colleague, one of each role that has no sight."""

    def sighted() -> set[Any]:
        for step in steps:
            step()
        return concerns.with_sight()

    seeing = undone(sighted)
    whom = concerns.accused(cast, plot)
    assert whom is None or whom.pk not in seeing
    others = [] if whom else list(one_of_each(cast, seeing))
    first = tuple(addresses(known(), each=1))
    people = tuple(filter(None, (whom, *others)))
    return Looking(people, first, files=ALL_FILES, everybody=whom is None)


def one_of_each(cast: Cast, seeing: set[Any]) -> Iterator[User]:
    for role in WATCHERS:
        for person in base.staff_of(cast):
            held = base.roles_of(person)
            if person.pk not in seeing and held == {role, "STAFF"}:
                yield person
                break


@pytest.mark.parametrize("grows", ["near", "far"])
def test_no_page_of_one_trust_changes_when_the_other_grows(
    grows: str, cast: Cast, tally: Tally
) -> None:
    case = f"the {grows} trust grows"
    if case in tally.done or not tally.has_time():
        pytest.skip("done, or out of time: run it again")
    began = time.monotonic()
    both = dict(zip(("near", "far"), base.two_trusts(cast), strict=True))
    other = both["far" if grows == "near" else "near"]
    people = (other.office, other.admin, other.head, other.teacher)
    looking = Looking(people, tuple(addresses(known(), each=1)), files=ALL_FILES)

    def more() -> None:
        grow(both[grows])

    def pass_a_day() -> None:
        day.pass_a_day_with_room(*both.values())

    public = f"/verify/{both[grows].school.slug}"
    as_it_was = seen_of(public, world(pass_a_day, looking=lambda: looking))
    after = seen_of(public, world(more, pass_a_day, looking=lambda: looking))
    assert differences(as_it_was, after) == []
    count(tally, as_it_was, began, directions=1, people=len(people))
    tally.finish(case)


def seen_of(public: str, found: Sights) -> Sights:
    """Without the post room's own view, which is of all trusts, and what the one that grows shows everybody."""
    return {
        place: what
        for place, what in found.items()
        if place[0] != "the post room" and not place[1].startswith(public)
    }


@pytest.mark.parametrize("about", PLOTS)
def test_the_address_of_a_concern_answers_as_one_that_never_was(
    about: str, cast: Cast, tally: Tally
) -> None:
    case = f"addresses, {about}"
    if case in tally.done or not tally.has_time():
        pytest.skip("done, or out of time: run it again")
    began = time.monotonic()
    incidents = concerns.tell(cast, everybodys(PLOTS[about]))
    seeing = concerns.with_sight()
    strangers = [person for person in base.staff_of(cast) if person.pk not in seeing]
    asked = 0
    for person in strangers:
        for incident in incidents[:2]:
            apart, number = told_apart(person, incident, keys_of(incident))
            assert apart == [], person.full_name
            asked += number
    tally.add(requests=2 * asked, pages_compared=asked, seconds=round(time.monotonic() - began))
    tally.finish(case)


def everybodys(plot: concerns.Plot) -> concerns.Plot:
    """The cast alone has nobody in human resources: there it is about a teacher."""
    return plot._replace(about="colleague") if plot.about == "hr" else plot


def count(tally: Tally, found: Sights, began: float, **more: int) -> None:
    pages = sum(where.startswith("/") for _, where in found)
    others = len(found) - pages
    seconds = round(time.monotonic() - began)
    tally.add(
        requests=2 * pages, pages_compared=pages, letters_and_files=others, seconds=seconds, **more
    )
