"""Two worlds in small: with concerns and without, one trust with more and without; and each planted leak is found.

The whole stands in tests/long/worlds.py.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.cast import Cast
from tests.worlds import base, concerns, day, leaks
from tests.worlds.concerns import PLOTS
from tests.worlds.ghosts import told_apart
from tests.worlds.more import grow
from tests.worlds.seen import Looking, Sights, differences, world

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
PAGES = (
    "/",
    "/people/",
    "/people/?q=Okafor",
    "/people/roles/",
    "/to-confirm/",
    "/settings/mail/",
    "/settings/mail/?show=waiting",
    "/settings/mail/?show=refused",
    "/status/",
    "/concerns/",
    "/notifications/",
    "/account/",
    "/channels/",
    "/exports/",
    "/cover/",
)
LETTERS = "ordinary letters as they left"
# The post room's own view, which nobody has.
OF_ALL_TRUSTS = {LETTERS, "ordinary letters as they stand"}


def test_nothing_tells_and_what_tells_is_found(cast: Cast) -> None:
    """One story for all of it: making two trusts costs more than looking at them."""
    near, far = base.two_trusts(cast)
    file = Looking((near.office,), (), goes_on=False, files=("register_csv",))
    whole = file._replace(first=PAGES)
    tell = partial(concerns.tell, near, PLOTS["the office manager"])
    minutes = partial(day.pass_some_minutes, near)
    assert apart(whole, [minutes], [tell, minutes]) == []
    for address, leak in leaks.ON_A_PAGE.items():
        with leak():
            assert address in apart(at(whole, address), [], [tell]), leak.__doc__
    with leaks.a_row_more_in_the_file():
        assert "file register_csv" in apart(file, [], [tell])
    with leaks.one_round_for_all_letters():
        assert LETTERS in apart(at(whole), [minutes], [tell, minutes])
    more = partial(grow, far)
    some = at(whole, "/settings/mail/", "/status/", "/channels/")
    assert set(apart(some, [], [more])) <= OF_ALL_TRUSTS
    with leaks.letters_of_every_trust():
        assert "/settings/mail/" in apart(at(whole, "/settings/mail/"), [], [more])


def at(looking: Looking, *addresses: str) -> Looking:
    return looking._replace(first=addresses, files=())


def apart(looking: Looking, one: list[Callable], other: list[Callable]) -> list[str]:
    """Where the worlds after these steps do not look alike."""
    first: Sights = world(*one, looking=lambda: looking)
    return [where for _, where in differences(first, world(*other, looking=lambda: looking))]


def test_a_concern_answers_as_one_that_never_was(cast: Cast) -> None:
    (incident, *_) = concerns.tell(cast, PLOTS["the office manager"])

    def found(person: Any) -> list[str]:
        return told_apart(person, incident, [])[0]

    assert found(cast.office) == []
    with leaks.a_concern_is_refused_rather_than_unknown():
        assert found(cast.network)
