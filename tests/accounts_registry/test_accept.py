"""The headteacher accepts what existed before, answering the three tests."""

from __future__ import annotations

from datetime import date

import pytest

from access.check import Denied, Hidden
from accounts_registry.entry.actions import registering
from accounts_registry.models import Channel
from audit.models import Entry
from tests.accounts_registry.builders import add
from tests.factories import NOW
from workflow.moves import WrongState


def accept(channel, by, **answers):
    tests = {"master_privileges_held": True, "editorial_oversight": True, "admins_limited": True}
    return registering.accept(channel=channel, by=by, at=NOW, **{**tests, **answers})


def test_with_all_three_it_is_official(cast):
    channel = accept(add(cast), cast.head)
    assert (channel.official, channel.accepted_by, channel.next_review_on) == (
        "official",
        cast.head,
        date(2027, 11, 20),
    )
    assert Entry.objects.get(event="channel.accepted").actor_id == cast.head.pk


def test_with_a_test_missing_it_keeps_its_state_and_is_not_official(cast):
    channel = accept(add(cast), cast.head, admins_limited=False)
    assert (channel.status, channel.official) == ("open", "not_official")


@pytest.mark.parametrize("who", ["office", "comms", "teacher", "admin", "ceo", "other_head"])
def test_only_its_own_headteacher_may(cast, who):
    with pytest.raises(Denied, match="Only the headteacher"):
        accept(add(cast), getattr(cast, who))


def test_another_trust_is_hidden(cast):
    with pytest.raises(Hidden):
        accept(add(cast), cast.outsider)


def test_a_second_press_does_nothing(cast):
    channel = accept(add(cast), cast.head)
    with pytest.raises(WrongState, match="already been accepted"):
        accept(channel, cast.head, master_privileges_held=False)
    channel.refresh_from_db()
    assert channel.official == "official"


def test_one_page_for_many_rows(cast, client):
    for name in ("@One", "@Two", "@Three"):
        add(cast, account_name=name)
    yes = {
        "decision": "accept",
        "master_privileges_held": "yes",
        "editorial_oversight": "yes",
        "admins_limited": "yes",
    }
    answers = {f"CH0001-{key}": value for key, value in yes.items()}
    answers |= {f"CH0002-{key}": value for key, value in {**yes, "admins_limited": "no"}.items()}
    answers |= {"CH0003-decision": "later"}
    client.force_login(cast.head)
    page = client.post("/channels/accept/", answers, follow=True).content.decode()
    assert "2 channels are accepted onto the register." in page
    assert "Not official until all 3 tests are met: @Two." in page
    assert [channel.official for channel in Channel.objects.order_by("reference")] == [
        "official",
        "not_official",
        "not_confirmed",
    ]


def test_an_answer_missing_is_asked_for_and_nothing_is_saved(cast, client):
    add(cast)
    client.force_login(cast.head)
    page = client.post(
        "/channels/accept/", {"CH0001-decision": "accept", "CH0001-admins_limited": "yes"}
    ).content.decode()
    assert (
        "Select yes if the school holds the master privileges" in page and "<title>Error: " in page
    )
    assert Channel.objects.get().accepted_at is None


def test_the_page_is_the_heads(cast, client):
    client.force_login(cast.office)
    assert client.get("/channels/accept/").status_code == 403
    client.force_login(cast.head)
    assert "No channels wait for you." in client.get("/channels/accept/").content.decode()
