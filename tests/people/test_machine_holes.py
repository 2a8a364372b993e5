"""Holes that are planted are found: each within so many sequences of one seed."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.db import IntegrityError

from incidents.concern.actions import sight
from incidents.routing import bars, escalation
from people.appointments import fit
from people.roles import actions as roles
from tests.cast import Cast
from tests.people.machine import campaign
from tests.people.machine.run import Hole, play_villain
from tests.people.machine.steps import Start, Step


def written_anew(module: ModuleType, name: str, old: str, new: str) -> Callable[..., Any]:
    """The same function with one place of its text changed, as if somebody had."""
    text = inspect.getsource(getattr(module, name))
    assert text.count(old) == 1
    known = dict(vars(module))
    exec(compile(text.replace(old, new), module.__file__ or "", "exec"), known)  # noqa: S102
    return known[name]  # type: ignore[no-any-return]


def found_by(
    cast: Cast, number: int, rules: dict[str, int], says: str, hats: tuple[str, str]
) -> None:
    with pytest.raises(Hole, match=says):
        campaign.of_a_villain(cast, number, of=8, rules=rules, hats=hats)


@pytest.fixture
def no_shrinking(monkeypatch: pytest.MonkeyPatch) -> None:
    """That it is found is enough here; making it short takes longer than finding it."""
    monkeypatch.setattr(campaign, "PHASES", campaign.PHASES[:1])


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.journey,
    pytest.mark.usefixtures("no_shrinking"),
]


def test_the_confirmation_left_out_for_one_role(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(roles, "takes_two", lambda role: role != "DDSL" and fit.takes_two(role))
    rules = {"he_gives_a_role": 3, "he_adds_a_puppet": 1}
    found_by(cast, 60, rules, "who is a puppet, is DDSL", ("ADMIN", "teacher"))


def test_somebody_confirms_who_keeps_the_list_of_people(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(fit, "manages_people", lambda user, on: False)
    rules = {"honest_people_come_and_go": 3, "he_presses": 4}
    found_by(cast, 100, rules, "keeps the list of people", ("ADMIN", "HEAD"))


def test_those_whom_he_has_put_there_are_on_the_ladder(cast: Cast, monkeypatch) -> None:
    """The chain of appointments is not followed. These steps are three of the machine's, in order."""
    monkeypatch.setattr(bars.Bars, "keeps_out", lambda bar, tenure: tenure.person_id in bar.parties)
    steps = [
        Step("he_proposes_a_colleague", whom=3, what=6),  # the teacher, vice-chair
        Step("a_holder_confirms"),
        Step("time_passes"),
        Step("is_reported", who=1, what=1),
        *[Step("time_passes", what=6)] * 5,
    ]
    start = Start(("ADMIN", "teacher"))
    with pytest.raises(Hole, match="put there on the villain's word"):
        play_villain(cast, start, steps)


def test_whom_those_have_put_there_in_turn_is_on_the_ladder(cast: Cast, monkeypatch) -> None:
    """The chain is followed for one step, not for two: the teacher is kept out, whom she confirmed is not."""
    old = "parties | reached(parties, appointments(incident.trust_id))"
    monkeypatch.setattr(escalation, "bars_of", written_anew(bars, "bars_of", old, "parties"))
    steps = [
        Step("he_proposes_a_colleague", whom=3, what=6),  # the teacher, vice-chair
        Step("a_holder_confirms"),
        Step("honest_people_come_and_go", who=2, whom=7, what=4),  # the deputy head, vice-chair too
        Step("a_holder_confirms"),  # she does
        Step("time_passes"),
        Step("is_reported", who=1, what=1),
        *[Step("time_passes", what=6)] * 5,
    ]
    start = Start(("ADMIN", "teacher"))
    with pytest.raises(Hole, match="Owen Lowe, who was put there on the villain's word"):
        play_villain(cast, start, steps)


def test_whoever_is_named_later_keeps_sight(cast: Cast, monkeypatch) -> None:
    turned = written_anew(sight, "name_party", "if locked.is_about(person):", "if not locked.is_about(person):")  # fmt: skip
    monkeypatch.setattr("incidents.actions.name_party", turned)
    rules = {"another_is_reported": 3, "is_named_later": 4}
    with pytest.raises((Hole, IntegrityError)):  # he reads on, or naming him twice fails
        campaign.of_a_villain(cast, 60, of=8, rules=rules, hats=("DSL", "teacher"))
