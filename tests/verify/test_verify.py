"""The public pages: what is official, and nobody's name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from accounts_registry.entry.actions import registering
from accounts_registry.models import Channel
from people.attempts.limits import LIMITS, MINUTE, Limit, Limits
from schools.models import SchoolAddress
from tests.accounts_registry.builders import add
from tests.factories import NOW
from verify import public_answer


def accepted(cast, tests=(True, True, True), **changes):
    channel = add(cast, **{"account_name": "@SSchoolPE", **changes})
    names = ("master_privileges_held", "editorial_oversight", "admins_limited")
    return registering.accept(
        channel=channel, by=cast.head, at=NOW, **dict(zip(names, tests, strict=True))
    )


@pytest.mark.parametrize(
    "typed",
    [
        "@sschoolpe",
        "SSchoolPE",
        " @SSchoolPE ",
        "https://mobile.twitter.com/SSchoolPE/status/1?s=20",
    ],
)
def test_every_spelling_of_an_official_account_is_found(cast, client, typed):
    accepted(cast)
    page = client.get("/verify/check/", {"account": typed}).content.decode()
    assert "Yes, this is an official account" in page
    assert "Ashdown Academy" in page


@pytest.mark.parametrize(
    "typed",
    [
        "@SSchoolPE_",
        "@SSch00lPE",
        "https://instagram.com/SSchoolPE",
    ],
)
def test_anything_else_is_not_on_the_list(cast, client, typed):
    accepted(cast)
    page = client.get("/verify/check/", {"account": typed}).content.decode()
    assert "This account is not on our list" in page
    assert "fake" not in page.split("</h1>")[0]


def test_what_the_head_has_not_accepted_is_not_official(cast, client):
    add(cast, account_name="@SSchoolPE")
    assert "not on our list" in client.get("/verify/check/?account=@SSchoolPE").content.decode()
    assert "SSchoolPE" not in client.get("/verify/ashdown-academy/").content.decode()


@pytest.mark.parametrize("tests", [(False, True, True), (True, False, True), (True, True, False)])
def test_one_failing_test_is_enough(cast, client, tests):
    channel = accepted(cast, tests)
    assert channel.official == "not_official"
    assert public_answer.official_accounts(cast.school) == []
    assert public_answer.look_up("@SSchoolPE").result == "checked"


def test_the_query_and_the_computed_answer_agree(cast):
    accepted(cast)
    accepted(cast, (True, False, True), account_name="@SSchoolArt")
    add(cast, account_name="@SSchoolMusic")
    listed = {account.name for account in public_answer.official_accounts(cast.school)}
    assert (
        listed
        == {one.account_name for one in Channel.objects.all() if one.official == "official"}
        == {"@SSchoolPE"}
    )


def test_a_closed_account_says_when_it_closed(cast, client):
    accepted(cast, date_closed=date(2025, 7, 18))
    page = client.get("/verify/check/?account=@SSchoolPE").content.decode()
    assert "This was an official account" in page and "It closed on 18 July 2025" in page


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "Enter an account name or link"),
        ("https://www.youtube.com/watch?v=1", "This link does not lead to an account"),
        ("https://facebook.com@evil.example/x", "Enter the full link"),
    ],
)
def test_what_cannot_be_looked_up_is_said(cast, client, typed, problem):
    page = client.get("/verify/check/", {"account": typed}).content.decode()
    assert problem in page and "<title>Error: " in page


def test_the_list_of_a_school_names_nobody(cast, client):
    accepted(cast)
    for address in (
        "/verify/ashdown-academy/",
        "/verify/ashdown-academy.json",
        "/verify/",
        "/verify/check/?account=@SSchoolPE",
    ):
        page = client.get(address).content.decode()
        assert not [person.full_name for person in cast.everybody() if person.full_name in page]
        assert "Business manager" not in page
        assert len(page.encode()) < 40_000


def test_old_addresses_and_the_urn_lead_to_the_present_one(cast, client):
    SchoolAddress.objects.create(slug="ashdown-high", school=cast.school)
    for address in ("/verify/ashdown-high/", f"/verify/{cast.school.urn}/"):
        answer = client.get(address)
        assert (answer.status_code, answer.url) == (301, "/verify/ashdown-academy/")
    assert client.get("/v/ashdown-high").url == "/verify/ashdown-academy/"
    assert client.get("/verify/no-such-school/").status_code == 404


def test_a_school_that_turned_it_off_is_not_there(cast, client, monkeypatch):
    accepted(cast)
    monkeypatch.setattr("verify.public_answer.value", lambda *args, **kwargs: False)
    for address in (
        "/verify/ashdown-academy/",
        "/verify/ashdown-academy.json",
        "/verify/ashdown-academy.svg",
        "/v/ashdown-academy",
    ):
        assert client.get(address).status_code == 404
    assert "not on our list" in client.get("/verify/check/?account=@SSchoolPE").content.decode()
    assert "Ashdown Academy" not in client.get("/verify/").content.decode()


def test_the_code_leads_to_the_short_address(cast, client):
    answer = client.get("/verify/ashdown-academy.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml" and b"<svg" in answer.content


def test_a_machine_that_asks_for_every_name_is_told_to_wait(
    cast, client, monkeypatch, time_machine
):
    assert LIMITS["check"].address == Limit(120, MINUTE)
    monkeypatch.setitem(LIMITS, "check", Limits(address=Limit(3, MINUTE)))

    def ask(**more: Any) -> int:
        return client.get("/verify/check/", {"account": "@AshdownPE"}, **more).status_code

    assert [ask() for _ in range(4)] == [200, 200, 200, 429]
    assert ask(REMOTE_ADDR="203.0.113.9") == 200
    time_machine.move_to(NOW + timedelta(seconds=61), tick=False)
    assert ask() == 200
