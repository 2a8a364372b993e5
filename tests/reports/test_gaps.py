"""Expected platforms and the page of platforms by school."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts_registry.expected import expectations
from accounts_registry.models import Channel
from platforms.models import Platform
from schools import actions as schools_actions
from schools.models import School
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_school
from tests.reminders.builders import make_channel

OFFICIAL = {"master_privileges_held": True, "editorial_oversight": True, "admins_limited": True}
UP_TO_DATE = {"website_link_url": "https://school.example/", "last_post_on": TODAY}


@pytest.fixture
def expecting(cast: Cast) -> Cast:
    """X with a post every 14 days, as ATT's policy has it."""
    schools_actions.apply_preset(trust=cast.trust, preset="ATT", by=cast.admin, at=NOW)
    return cast


def on_x(school: School, **fields: Any) -> Channel:
    channel = make_channel(school, **fields)
    Channel.objects.filter(pk=channel.pk).update(platform=Platform.objects.get(code="x"))
    return channel


def wrong(cast: Cast, on: date = TODAY) -> list[str]:
    schools = School.objects.filter(pk=cast.school.pk).select_related("trust")
    return [one.wrong for one in expectations.expectations(schools, on=on)]


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({**OFFICIAL, **UP_TO_DATE}, ""),
        ({**OFFICIAL, **UP_TO_DATE, "scope": "department"}, "missing"),
        ({**OFFICIAL, **UP_TO_DATE, "status": "closed", "date_closed": TODAY}, "missing"),
        ({**UP_TO_DATE, "master_privileges_held": False}, "missing"),
        ({**OFFICIAL, "last_post_on": TODAY}, "unlinked"),
        ({**OFFICIAL, "website_link_url": "https://school.example/"}, "stale"),
        ({**OFFICIAL, **UP_TO_DATE, "last_post_on": TODAY - timedelta(days=14)}, ""),
        ({**OFFICIAL, **UP_TO_DATE, "last_post_on": TODAY - timedelta(days=15)}, "stale"),
    ],
)
def test_what_counts_as_having_what_is_expected(
    expecting: Cast, fields: dict[str, Any], answer: str
) -> None:
    on_x(expecting.school, **fields)
    assert wrong(expecting) == [answer]


def test_s1_the_account_of_a_department_does_not_satisfy(expecting: Cast) -> None:
    on_x(
        expecting.school,
        account_name="History@SSchool",
        scope="department",
        **OFFICIAL,
        **UP_TO_DATE,
    )
    (one,) = expectations.expectations(
        School.objects.filter(pk=expecting.school.pk).select_related("trust"), on=TODAY
    )
    assert (one.wrong, one.says) == (
        "missing",
        "no official whole-school account on X (formerly Twitter)",
    )


def test_the_best_of_several_counts(expecting: Cast) -> None:
    on_x(expecting.school, **OFFICIAL)
    on_x(expecting.school, **OFFICIAL, **UP_TO_DATE)
    assert wrong(expecting) == [""]


def test_nothing_is_expected_by_default(cast: Cast) -> None:
    assert wrong(cast) == []


def test_a_school_may_answer_for_itself(expecting: Cast) -> None:
    schools_actions.change_setting(
        key="required_platforms",
        value=[],
        reason="A special school without an account",
        school=expecting.school,
        by=expecting.head,
        at=NOW,
    )
    assert wrong(expecting) == []


def page_of(client: Client, person: Any, query: str = "") -> str:
    client.force_login(person)
    return str(client.get(f"/channels/gaps/{query}").content.decode())


@pytest.mark.clause("A-7.3-1")
def test_each_cell_says_its_word(expecting: Cast, client: Client) -> None:
    make_channel(expecting.school, **OFFICIAL)
    make_channel(expecting.other_school, master_privileges_held=False)
    on_x(expecting.other_school, status="closed", date_closed=date(2025, 7, 1))
    youtube = make_channel(expecting.other_school, status="closed", date_closed=date(2025, 7, 1))
    Channel.objects.filter(pk=youtube.pk).update(platform=Platform.objects.get(code="youtube"))
    page = page_of(client, expecting.comms)
    for words in (
        "Official",
        "Missing (expected)",
        "None",
        "Not official: 1 found",
        "Closed 2025",
        'role="region" tabindex="0"',
    ):
        assert words in page
    assert f"school={expecting.other_school.pk}&amp;platform=facebook&amp;needs=official" in page
    assert 'href="/requests/new/"' in page


def test_swapped_schools_stand_across(expecting: Cast, client: Client) -> None:
    make_channel(expecting.school)
    page = page_of(client, expecting.comms, "?across=schools")
    assert '<th scope="col" class="govuk-table__header">Ashdown Academy</th>' in page
    assert '<th scope="row" class="govuk-table__header">Facebook</th>' in page


def test_without_gaps_it_says_so(cast: Cast, client: Client) -> None:
    make_channel(cast.school, **OFFICIAL)
    assert "No gaps. Every school has the channels the trust expects." in page_of(
        client, cast.comms
    )


def test_a_head_sees_their_school_and_a_teacher_is_refused(cast: Cast, client: Client) -> None:
    make_channel(cast.school)
    make_channel(cast.other_school)
    page = page_of(client, cast.head)
    assert "Ashdown Academy" in page
    assert "Birchwood Primary" not in page
    client.force_login(cast.teacher)
    assert client.get("/channels/gaps/").status_code == 403


def test_sixty_schools_ask_as_much_as_two(expecting: Cast, client: Client) -> None:
    client.force_login(expecting.comms)
    counts = []
    for more in (0, 58):
        for number in range(more):
            school = make_school(expecting.trust, f"Many {number}")
            for platform in Platform.objects.all()[:17]:
                channel = make_channel(school)
                Channel.objects.filter(pk=channel.pk).update(platform=platform)
        client.get("/channels/gaps/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/channels/gaps/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_official_account_of_a_department_is_told_apart(
    expecting: Cast, client: Client
) -> None:
    on_x(expecting.school, scope="department", **OFFICIAL, **UP_TO_DATE)
    page = page_of(client, expecting.head)
    assert "Missing (expected)" in page
    assert "Official for a part of the school" in page
