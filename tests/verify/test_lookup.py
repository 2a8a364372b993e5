"""One answer to "is this account official?", for every state a channel can be in."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from accounts_registry.accounts.actions import names
from accounts_registry.entry.actions import channels, registering
from accounts_registry.entry.approved_facts import ApprovedFacts
from accounts_registry.life import actions as life
from accounts_registry.models import Channel
from tests.accounts_registry.builders import add, close_steps, platform
from tests.accounts_registry.world import accepted, official
from tests.factories import NOW, TODAY
from verify import lookup, public_answer
from watch_list import related_accounts

LINK = "https://x.com/SSchoolPE"


def plan(cast, account="@SSchoolPE"):
    return registering.plan_channel(
        school=cast.school,
        facts=ApprovedFacts(platform=platform("x"), account_name=account),
        people=[],
        approval_reference="RQ0001",
        approved_on=TODAY,
        by=cast.head,
        at=NOW,
    )


def closing(cast):
    return life.start_closing(
        channel=official(cast), planned_closing=TODAY, reason="aim_met", by=cast.head, at=NOW
    )


def closed(cast):
    channel = closing(cast)
    close_steps(channel, cast.office)
    return life.close(channel=channel, date_closed=TODAY, by=cast.comms, at=NOW)


STATES = {
    "official": official,
    "not_confirmed": lambda cast: add(cast, account_name="@SSchoolPE"),
    "not_official": lambda cast: accepted(
        cast, add(cast, account_name="@SSchoolPE"), (True, False, True)
    ),
    "not_live": plan,
    "paused": lambda cast: life.pause(channel=official(cast), reason="Ill", by=cast.head, at=NOW),
    "closed": closed,
}
IN_PUBLIC = {
    "official": "official",
    "paused": "paused",
    "not_official": "checked",
    "closed": "closed",
}


@pytest.mark.parametrize("status", STATES)
def test_each_state_has_its_answer_and_the_public_learns_only_what_is_open(cast, client, status):
    channel = STATES[status](cast)
    found = lookup.look_up(LINK)
    assert (found.status, found.reference) == (status, channel.reference)
    assert "Ashdown Academy" in found.reason
    assert public_answer.look_up(LINK).result == IN_PUBLIC.get(status, "none")
    page = client.get("/verify/check/", {"account": LINK}).content.decode()
    if status not in IN_PUBLIC:
        assert "This account is not on our list" in page and channel.reference not in page
        assert "run by" not in page and "fake" not in page.split("</main>")[0].lower()
    assert not [one.full_name for one in cast.everybody() if one.full_name in page + found.reason]


def test_a_channel_that_is_closing_is_official_until_it_is_closed(cast):
    closing(cast)
    assert lookup.look_up(LINK).status == "official"


def test_a_planned_channel_that_was_given_up_is_not_live_and_not_told(cast):
    channels.cancel_planned(channel=plan(cast), reason="No", by=cast.head, at=NOW)
    assert lookup.look_up(LINK).status == "not_live"
    assert public_answer.look_up(LINK).result == "none"


def test_a_second_channel_with_the_account_of_a_closed_one_is_what_counts(cast):
    add(cast, account_name="@SSchoolPE", date_closed=date(2023, 7, 21))
    assert lookup.look_up(LINK).status == "closed"
    official(cast)
    assert lookup.look_up(LINK).status == "official"


def test_a_bare_name_is_official_on_its_platform_and_says_which(cast, client):
    official(cast)
    page = client.get("/verify/check/?account=@sschoolpe").content.decode()
    assert "on X (formerly Twitter) is run by" in page
    assert "The same name on another platform may be somebody else" in page
    assert lookup.look_up("https://instagram.com/SSchoolPE").status == "not_listed"


def test_the_name_of_a_page_proves_nothing_without_its_address(cast, client):
    accepted(cast, add(cast, account_name="History@SSchool"))
    found = lookup.look_up("history@sschool")
    assert (found.status, found.reference) == ("not_confirmed", "")
    page = client.get("/verify/check/?account=History@SSchool").content.decode()
    assert (
        "This account is not on our list" in page
        and "A name alone does not show that an account is ours" in page
    )


def test_a_page_with_its_address_is_found_by_its_name(cast):
    link = "https://www.facebook.com/SSchoolOfficial"
    channel = accepted(
        cast,
        add(cast, platform=platform("facebook"), account_name="Southfield School", url=link),
    )
    assert public_answer.look_up("southfield school").official[0].url == link
    assert lookup.look_up("Southfield School").reference == ""
    assert lookup.look_up(link).reference == channel.reference


def test_a_name_that_is_somebody_elses_handle_is_not_ours_by_name(cast):
    """The page is called SSchoolPE and its account is another: @SSchoolPE may be anybody's."""
    accepted(cast, add(cast, account_name="SSchoolPE", url="https://x.com/SSchoolSport"))
    assert lookup.look_up("@SSchoolPE").status not in ("official", "paused")


def test_an_account_run_by_others_says_so(cast, client, monkeypatch):
    known = related_accounts.Related(
        platform="X (formerly Twitter)",
        name="@FriendsAshdown",
        handle="FriendsAshdown",
        url="https://x.com/FriendsAshdown",
        school=cast.school,
        organisation="the Friends of Ashdown",
    )
    monkeypatch.setattr(
        related_accounts,
        "find",
        lambda identity="", *, name="": (
            known if identity == "x:friendsashdown" or name == "@FriendsAshdown" else None
        ),
    )
    found = lookup.look_up("https://x.com/FriendsAshdown")
    assert (found.status, found.reference) == ("run_by_others", "")
    page = client.get("/verify/check/?account=https://x.com/FriendsAshdown").content.decode()
    assert "This account is not run by the school" in page
    assert "It is run by the Friends of Ashdown. We know about it." in page
    assert lookup.look_up("@FriendsAshdown").status == "run_by_others"


def test_another_kind_of_site_is_named(cast, client):
    page = client.get("/verify/check/?account=https://www.bbc.co.uk/news/1").content.decode()
    assert "This is a link to a news site. Enter a social media account" in page
    assert "<title>Error: " in page
    page = client.get("/verify/check/?account=https://x.com/search").content.decode()
    assert "like https://x.com/AshdownPE" in page


def test_an_address_that_copies_a_platforms_is_said_to(cast, client):
    page = client.get("/verify/check/?account=https://faceb00k.com/SSchool").content.decode()
    assert "is written to look like an address of Facebook. Do not sign in there" in page


def test_a_revoked_account_stops_being_official_within_a_minute(cast, client):
    channel = official(cast)
    for address in (f"/verify/check/?account={LINK}", "/verify/ashdown-academy/"):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "public, max-age=60"
    names.end_account(channel=channel, until=TODAY, reason="lost", by=cast.comms, at=NOW)
    page = client.get("/verify/check/", {"account": LINK}).content.decode()
    assert "Yes, this is an official account" not in page
    listed = client.get("/verify/ashdown-academy.json").json()
    assert listed["official"] == [] and listed["former"][0]["handle"] == "SSchoolPE"


def test_the_pages_are_small(cast, client):
    official(cast)
    for typed in (LINK, "@SSchoolPEE", "https://x.com/Nobody", ""):
        page = client.get("/verify/check/", {"account": typed})
        assert len(page.content) < 20_000


def test_the_number_of_questions_does_not_grow(cast, django_assert_max_num_queries):
    official(cast)
    for number in range(20):
        Channel.objects.create(
            reference=f"CH9{number:03}",
            trust=cast.trust,
            school=cast.school,
            platform=platform("x"),
            account_name=f"@SSchool{number}",
            identity=f"x:sschool{number}",
            skeleton="sscholpee",
            status="open",
        )
    with django_assert_max_num_queries(8):
        assert lookup.look_up("https://x.com/SSchoolPEE").status == "look_alike"


def test_one_link_on_the_command_line(cast, capsys):
    channel = official(cast)
    call_command("resolve_link", LINK)
    assert json.loads(capsys.readouterr().out) == {
        "platform": "x",
        "handle": "SSchoolPE",
        "channel": channel.reference,
        "status": "official",
        "reason": "@SSchoolPE on X (formerly Twitter) is an official account of Ashdown Academy",
    }


@pytest.mark.parametrize(
    "link",
    [
        "https://blogs.example/@o\ufb03ce?f=3",
        "https://blogs.example/@office?f=9",
        "https://blogs.example/@office",
        "https://blogs.example/@office?f=3&f=9",
        "https://blogs.example/@office?f=3#/evil",
        "https://blogs.example/@office?f=3#!evil",
    ],
)
def test_another_page_of_the_same_site_is_not_official(cast, link):
    official(cast, code="website", account="https://blogs.example/@office?f=3&utm_source=list")
    assert lookup.look_up(link).status not in ("official", "paused")
    ours = lookup.look_up("https://www.Blogs.example/@Office/?fbclid=abc&f=3#top")
    assert (ours.status, ours.matches[0].channel.url) == (
        "official",
        "https://blogs.example/@office?f=3",
    )


def test_one_site_is_one_account_under_whatever_platform(cast):
    official(cast, code="website", account="https://blogs.example/office")
    with pytest.raises(ValidationError, match="already on the register"):
        add(
            cast,
            platform=platform("other"),
            account_name="Our blog",
            url="https://www.blogs.example/Office",
        )
    assert len(lookup.look_up("https://blogs.example/office").matches) == 1
