"""The register on another day, as a page."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts_registry.entry.actions import channels
from tests.accounts_registry import two_years
from tests.accounts_registry.builders import add

PAGE = "/channels/as-at/"


@pytest.fixture
def renamed(cast):
    channel = add(cast, at=two_years.at("2025-01-10"))
    two_years.accepted(channel, cast.head, "2025-02-10")
    channels.change_details(
        channel=channel, account_name="@Newer", by=cast.office, at=two_years.at("2025-06-01")
    )
    return channel


def shown(client, user, query):
    client.force_login(user)
    return client.get(PAGE + query).content.decode()


def test_the_page_asks_for_a_day(cast, client):
    assert "Which day?" in shown(client, cast.teacher, "")


def test_it_shows_the_register_its_people_and_its_checks_of_that_day(cast, client, renamed):
    page = shown(client, cast.office, "?on=2025-02-09")
    assert "The register on 9 February 2025" in page and "History@SSchool" in page
    assert "Master administration: Business manager (Tom Okafor)" in page
    assert "not yet confirmed; " in page
    later = shown(client, cast.office, "?on_0=1&on_1=6&on_2=2025")
    assert "@Newer" in later and "History@SSchool" not in later


def test_what_closed_later_is_shown_as_it_was_open(cast, client):
    add(cast, date_closed=date(2023, 7, 21), at=two_years.at("2025-01-10"))
    page = shown(client, cast.office, "?on=2022-01-01")
    assert "not yet confirmed; " in page and "Nothing" not in page
    assert "Nothing: closed" in shown(client, cast.office, "?on=2023-07-21")


def test_staff_see_the_columns_of_appendix_1_only(cast, client, renamed):
    page = shown(client, cast.teacher, "?on=2025-06-01")
    assert "@Newer" in page and "Business manager" in page
    assert "Tom Okafor" not in page and "Needed" not in page


def test_another_trust_sees_nothing_of_it(cast, client, renamed):
    assert "There were no official channels that day." in shown(
        client, cast.outsider, "?on=2025-06-01"
    )


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?on=2999-01-01", "Day must be today or in the past"),
        ("?on=2025-02-31", "Day must be a real date"),
        ("?on_0=&on_1=&on_2=", "Enter the day"),
        ("?on_0=1&on_1=&on_2=2025", "Day must include a month"),
    ],
)
def test_a_wrong_day_says_what_is_wrong(cast, client, query, says):
    page = shown(client, cast.teacher, query)
    assert says in page and "<title>Error: " in page


def test_twenty_rows_ask_no_more_than_two(cast, client, django_assert_num_queries):
    several(cast, 0, 2)
    client.force_login(cast.office)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(f"{PAGE}?on={date(2025, 2, 1)}")
    several(cast, 2, 20)
    with django_assert_num_queries(len(few)):
        page = client.get(f"{PAGE}?on={date(2025, 2, 1)}").content.decode()
    assert page.count("not yet confirmed") >= 20


def several(cast, first, last):
    """Every second one has changed since."""
    for n in range(first, last):
        channel = add(cast, account_name=f"@Row{n}", at=two_years.at("2025-01-10"))
        if n % 2:
            two_years.accepted(channel, cast.head, "2025-03-01")
