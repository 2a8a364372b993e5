"""One channel: its team and managers see all of it, other staff of the trust the columns of Appendix 1."""

from __future__ import annotations

import pytest

from accounts_registry.entry.actions import registering
from tests.accounts_registry.builders import add
from tests.accounts_registry.test_list import plan
from tests.factories import NOW


@pytest.fixture
def channel(cast):
    return add(cast, account_name="@SSchoolPE")


def page(client, person, address="/channels/ch0001/"):
    client.force_login(person)
    return client.get(address)


@pytest.mark.parametrize("who", ["teacher", "other_teacher", "other_head"])
def test_other_staff_see_posts_and_dates_and_no_more(cast, client, channel, who):
    text = page(client, getattr(cast, who)).content.decode()
    assert "Business manager" in text and "16 May 2018" in text
    assert not [
        word
        for word in (
            "Tom Okafor</",
            "(Tom Okafor)",
            "Login details",
            "This channel needs",
            "Who runs it</a>",
            "History</a>",
            "Official checks",
        )
        if word in text
    ]


@pytest.mark.parametrize("who", ["head", "office", "comms", "officer"])
def test_managers_see_who_runs_it_and_what_it_needs(cast, client, channel, who):
    text = page(client, getattr(cast, who)).content.decode()
    assert (
        "Business manager (Tom Okafor)" in text
        and "Moderators 0 of 2" in text
        and "Not stored here" in text
    )


def test_another_trust_and_the_planned_of_others_are_not_there(cast, client, channel):
    assert page(client, cast.outsider).status_code == 404
    plan(cast)
    assert page(client, cast.teacher, "/channels/ch0002/").status_code == 404
    assert page(client, cast.colleague, "/channels/ch0002/").status_code == 200


def test_the_words_are_decoration(cast, client, channel):
    answer = page(client, cast.head, "/channels/ch0001-something-else/")
    assert (answer.status_code, answer.url) == (301, channel.get_absolute_url())
    assert page(client, cast.head, channel.get_absolute_url()).status_code == 200
    assert page(client, cast.head, "/channels/CH0001/").status_code == 200


def test_a_failing_test_is_named(cast, client, channel):
    registering.accept(
        channel=channel,
        master_privileges_held=False,
        editorial_oversight=True,
        admins_limited=True,
        by=cast.head,
        at=NOW,
    )
    text = page(client, cast.head).content.decode()
    assert (
        "Not official" in text
        and "The school holds the master privileges and access permissions" in text
    )
    assert "The school has editorial oversight" not in text


def test_history_is_sentences(cast, client, channel):
    text = page(client, cast.head, "/channels/ch0001/history/").content.decode()
    assert "Business manager began as master administrator" in text


def test_a_stranger_signs_in_first(client, channel):
    assert client.get("/channels/ch0001/").headers["Location"].startswith("/sign-in/")
