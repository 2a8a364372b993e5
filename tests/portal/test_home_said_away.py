"""Home says that somebody else has recorded one as away: until then one is not passed over, and may not know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people import actions
from people.away.times_away import said_of
from tests.cast import Cast
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
SAYS = "Tom Okafor recorded that you are away"


def away(cast: Cast, by: Any, first: Any = TODAY) -> Any:
    days = {"start_date": first, "end_date": first + A_DAY}
    return actions.record_away(person=cast.deputy_dsl, by=by, at=NOW, **days)


def home(client: Client, person: Any) -> str:
    client.force_login(person)
    return client.get(reverse("home")).content.decode()


def test_a_deputy_sees_who_recorded_it_and_where_to_take_it_back(
    cast: Cast, client: Client
) -> None:
    row = away(cast, cast.office)
    seen = home(client, cast.deputy_dsl)
    assert SAYS in seen and reverse("reminders:away_booked", args=[row.pk]) in seen
    assert "Nothing needs you today" not in seen
    assert SAYS not in home(client, cast.office)
    actions.cancel_away(absence=row, by=cast.deputy_dsl, at=NOW)
    assert SAYS not in home(client, cast.deputy_dsl)


def test_ones_own_word_and_what_is_over_are_no_news(cast: Cast, client: Client) -> None:
    away(cast, cast.deputy_dsl)
    away(cast, cast.office, TODAY - 9 * A_DAY)
    assert "recorded as away" not in home(client, cast.deputy_dsl)


def test_one_question_however_many(cast: Cast, django_assert_num_queries: Any) -> None:
    for weeks in (0, 1, 2):
        away(cast, cast.office, TODAY + weeks * 7 * A_DAY)
    with django_assert_num_queries(1):
        assert [str(row.recorded_by) for row in said_of(cast.deputy_dsl, TODAY)] == [
            "Tom Okafor"
        ] * 3
