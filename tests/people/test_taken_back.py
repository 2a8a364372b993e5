"""A chain of replacements that is taken back: nobody keeps a role they were taken out of, and no place is left empty."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from people import actions
from people.appointments import actions as appointments
from people.appointments.models import Appointment
from people.models import User
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.people.test_appointments import confirm, holds, propose

DAY = timedelta(days=1)
BEFORE = NOW - 3 * DAY


def lead(cast: Cast, person: User, before: User, at: Any, **changes: Any) -> Appointment:
    """A new lead, to whom the one before has agreed."""
    facts = {"role": "DSL", "ends_current": True, "start_date": at.date(), "at": at} | changes
    row = propose(cast, person, **facts)
    appointments.agree(appointment=row, by=before, at=at)
    return confirm(row, cast.safeguarding_lead, at)


def take_back(cast: Cast, row: Appointment, at: Any = NOW + DAY) -> Appointment:
    return appointments.take_back(appointment=row, by=cast.safeguarding_lead, at=at)


def leads(cast: Cast, day: Any) -> set[str]:
    people = (cast.dsl, cast.colleague, cast.teacher)
    return {one.given_name for one in people if holds(one, "DSL", day)}


@pytest.fixture
def chain(cast: Cast) -> tuple[Appointment, Appointment]:
    """Amal, then Lena three days ago, then Jo today."""
    first = lead(cast, cast.colleague, cast.dsl, BEFORE)
    return first, lead(cast, cast.teacher, cast.colleague, NOW)


Chain = tuple[Appointment, Appointment]


@pytest.mark.parametrize("order", [(1, 0), (0, 1)])
def test_the_one_before_both_has_it_again_in_either_order(
    cast: Cast, chain: Chain, order: tuple[int, int], client: Client
) -> None:
    take_back(cast, chain[order[0]])
    assert leads(cast, TODAY + 2 * DAY) == ({"Lena"} if order[0] else {"Jo"})
    take_back(cast, chain[order[1]], NOW + 2 * DAY)
    for days in (3, 400):
        assert leads(cast, TODAY + days * DAY) == {"Amal"}
    client.force_login(cast.safeguarding_lead)
    page = client.get(chain[order[1]].get_absolute_url()).content.decode()
    assert "Amal Haddad has the role again" in page


def test_holding_back_reaches_the_role_that_somebody_has_again(cast: Cast, chain: Chain) -> None:
    take_back(cast, chain[1], NOW)
    row = Appointment.objects.get(pk=chain[0].pk)
    appointments.hold_back_appointment(appointment=row, by=cast.ceo, at=NOW)
    assert leads(cast, TODAY + DAY) == set()
    appointments.give_back_appointment(appointment=row, by=cast.chair, at=NOW)
    assert leads(cast, TODAY + DAY) == {"Lena"}


def test_what_is_held_back_comes_back_held_back(cast: Cast, chain: Chain) -> None:
    appointments.hold_back_appointment(appointment=chain[0], by=cast.ceo, at=NOW)
    take_back(cast, chain[1])
    assert leads(cast, TODAY + 2 * DAY) == set()
    appointments.give_back_appointment(appointment=chain[0], by=cast.chair, at=NOW + 2 * DAY)
    assert leads(cast, TODAY + 2 * DAY) == {"Lena"}


def test_what_somebody_has_again_and_lays_down_is_over(cast: Cast, chain: Chain) -> None:
    """No press on their appointment makes anything of it."""
    take_back(cast, chain[1], NOW)
    row = cast.colleague.assignments.filter(role="DSL").latest("start_date")
    actions.lay_down_role(assignment=row, by=cast.colleague, at=NOW)
    assert Appointment.objects.get(pk=chain[0].pk).status == "laid_down"
    assert leads(cast, TODAY + DAY) == set()


def test_one_to_come_and_the_one_before_it_are_taken_back(cast: Cast) -> None:
    """Amal goes on until Jo would begin, and then for good."""
    first = lead(cast, cast.colleague, cast.dsl, BEFORE)
    second = lead(cast, cast.teacher, cast.colleague, NOW, start_date=TODAY + 9 * DAY)
    take_back(cast, first)
    assert leads(cast, TODAY + 8 * DAY) == {"Amal"} and leads(cast, TODAY + 9 * DAY) == {"Jo"}
    take_back(cast, second)
    assert all(leads(cast, TODAY + days * DAY) == {"Amal"} for days in (2, 8, 9, 30))


def test_whoever_had_laid_it_down_does_not_have_it_again(cast: Cast) -> None:
    first = lead(cast, cast.colleague, cast.dsl, BEFORE, start_date=TODAY)
    actions.lay_down_role(assignment=cast.dsl.assignments.get(role="DSL"), by=cast.dsl, at=BEFORE)
    second = lead(cast, cast.teacher, cast.colleague, NOW, start_date=TODAY + 2 * DAY)
    take_back(cast, second)
    take_back(cast, first)
    assert leads(cast, TODAY + 2 * DAY) == set()
