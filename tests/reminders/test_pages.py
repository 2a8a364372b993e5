"""The pages about cover: gaps in words, time away with its effect first, asking and answering."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts_registry.models import Channel, Cover
from people.models import Absence
from reminders.models import Reminder
from tests.cast import Cast
from tests.factories import hold, make_away, make_confirmed, make_policy, make_trained
from tests.reminders.builders import make_channel

FIRST, LAST = date(2026, 11, 9), date(2026, 11, 20)


@pytest.fixture(autouse=True)
def second_of_november() -> Any:
    with time_machine.travel(datetime(2026, 11, 2, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def channel(cast: Cast) -> Channel:
    people = (cast.teacher, cast.colleague, cast.line_manager)
    make_trained(*people)
    make_confirmed(make_policy(cast.trust), *people)
    keeper = hold(cast.office, "Register keeper", trust=cast.trust, school=cast.school)
    return make_channel(
        cast.school, cast.teacher, cast.colleague, master=keeper, account_name="@AshdownPE"
    )


def words(response: Any) -> str:
    text = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def dates(start: date = FIRST, end: date = LAST) -> dict[str, str]:
    fields = {}
    for name, day in (("start_date", start), ("end_date", end)):
        fields |= {
            f"{name}_0": str(day.day),
            f"{name}_1": str(day.month),
            f"{name}_2": str(day.year),
        }
    return fields


def test_silence_is_not_taken_for_cover(client: Client, cast: Cast, channel: Channel) -> None:
    client.force_login(cast.teacher)
    page = words(client.get("/cover/"))
    assert (
        "Nobody has told us they are away, so everyone counts as available. Is that right?" in page
    )


def test_the_gaps_come_first_in_words_and_then_by_day(
    client: Client, cast: Cast, channel: Channel
) -> None:
    make_away(cast.teacher, FIRST, LAST)
    client.force_login(cast.head)
    response = client.get("/cover/")
    page = words(response)
    assert "1 gap" in page
    assert (
        "@AshdownPE on Facebook, from 9 to 20 November: 1 moderator, 2 needed. Jo Bell is away."
        in page
    )
    assert response.content.count(b"app-week__short") == 12
    assert (
        "Nobody is missing in the weeks of 2 November, 23 November, 30 November, 7 December and 14 December."
        in page
    )


def test_another_school_sees_none_of_it(client: Client, cast: Cast, channel: Channel) -> None:
    make_away(cast.teacher, FIRST, LAST)
    for person in (cast.other_teacher, cast.outsider):
        client.force_login(person)
        assert "@AshdownPE" not in words(client.get("/cover/"))
    assert client.get(f"/cover/channels/{channel.reference.lower()}/").status_code == 404


def test_the_effect_shows_before_anything_is_saved(
    client: Client, cast: Cast, channel: Channel
) -> None:
    client.force_login(cast.teacher)
    response = client.post("/cover/away/", dates(), follow=True)
    assert response.request["REQUEST_METHOD"] == "GET", (
        "Back from the next page has nothing to send again"
    )
    page = words(response)
    assert "You are away from 9 to 20 November 2026." in page
    assert "@AshdownPE on Facebook, from 9 to 20 November: 1 moderator, 2 needed." in page
    assert not Absence.objects.exists()


def test_saving_tells_those_concerned_and_offers_the_next_step(
    client: Client, cast: Cast, channel: Channel
) -> None:
    client.force_login(cast.teacher)
    response = client.post("/cover/away/", dates() | {"save": "yes"}, follow=True)
    absence = Absence.objects.get()
    assert response.request["PATH_INFO"] == f"/cover/away/{absence.pk}/"
    page = words(response)
    assert "Ask someone to cover" in page
    told = set(Reminder.objects.values_list("recipient__family_name", flat=True))
    assert told == {"Bell", "Fox", "Okafor", "Shah"}


def test_changing_the_dates_keeps_what_was_typed(
    client: Client, cast: Cast, channel: Channel
) -> None:
    client.force_login(cast.teacher)
    response = client.get("/cover/away/", dates() | {"change": "yes"})
    assert b'value="2026"' in response.content
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (dates(LAST, FIRST), "Last day away must be the same as or after the first day"),
        (dates() | {"end_date_1": ""}, "Last day away must include a month"),
        (dates() | {"start_date_0": "31"}, "First day away must be a real date"),
        ({}, "Enter the first day away"),
    ],
)
def test_wrong_dates_are_explained(
    client: Client, cast: Cast, typed: dict[str, str], error: str
) -> None:
    client.force_login(cast.teacher)
    response = client.post("/cover/away/", typed)
    assert error in words(response)
    assert "<title>Error: Add time away" in response.content.decode()


def test_the_same_days_twice_are_refused(client: Client, cast: Cast) -> None:
    make_away(cast.teacher, FIRST, LAST)
    client.force_login(cast.teacher)
    page = words(client.post("/cover/away/", dates(LAST, LAST)))
    assert "You have already told us you are away from 9 to 20 November" in page


def test_cancelling_shows_and_counts_at_once(client: Client, cast: Cast, channel: Channel) -> None:
    absence = make_away(cast.teacher, FIRST, LAST)
    client.force_login(cast.teacher)
    page = words(client.post(f"/cover/away/{absence.pk}/cancel/", follow=True))
    assert "The time away is cancelled." in page
    absence.refresh_from_db()
    assert absence.cancelled_at is not None


def test_nobody_cancels_somebody_elses_time(client: Client, cast: Cast, channel: Channel) -> None:
    absence = make_away(cast.teacher, FIRST, LAST)
    client.force_login(cast.colleague)
    assert client.post(f"/cover/away/{absence.pk}/cancel/").status_code == 403
    client.force_login(cast.outsider)
    assert client.post(f"/cover/away/{absence.pk}/cancel/").status_code == 404
    client.force_login(cast.teacher)
    assert client.get(f"/cover/away/{absence.pk}/cancel/").status_code == 405


def test_asking_and_answering(client: Client, cast: Cast, channel: Channel) -> None:
    make_away(cast.teacher, FIRST, LAST)
    address = f"/cover/channels/{channel.reference.lower()}/?from=2026-11-09&to=2026-11-20"
    client.force_login(cast.comms)
    page = words(client.get(address))
    assert "Dana Reid" in page
    assert "Lena Fox" not in page
    assert "Select who to ask" in words(client.post(address, {"person": ""}))
    response = client.post(address, {"person": str(cast.line_manager.pk)}, follow=True)
    assert "Dana Reid has been asked. The gap stays until they agree." in words(response)
    assert "Dana Reid was asked on 2 November 2026 and has not answered yet." in words(response)

    cover = Cover.objects.get()
    assert client.post(f"/cover/{cover.pk}/answer/", {"answer": "agree"}).status_code == 403
    client.force_login(cast.line_manager)
    assert "Can you cover from 9 to 20 November?" in words(client.get(f"/cover/{cover.pk}/answer/"))
    cover.refresh_from_db()
    assert cover.status == "proposed"
    response = client.post(f"/cover/{cover.pk}/answer/", {"answer": "agree"}, follow=True)
    assert "You cover @AshdownPE from 9 to 20 November" in words(response)
    again = client.post(f"/cover/{cover.pk}/answer/", {"answer": "decline"}, follow=True)
    assert "answered or taken back" in words(again)
    assert "Every channel keeps enough moderators while people are away." in words(
        client.get("/cover/")
    )


def test_the_list_asks_the_same_number_of_questions_for_many_channels(
    client: Client, cast: Cast, channel: Channel, django_assert_max_num_queries: Any
) -> None:
    make_away(cast.teacher, FIRST, LAST)
    client.force_login(cast.teacher)
    client.get("/cover/")
    for _ in range(8):
        make_channel(cast.school, cast.line_manager, cast.colleague)
    with django_assert_max_num_queries(32):
        client.get("/cover/")
