"""Adding what existed before the portal: the six columns of Appendix 1."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from access.check import Denied, Hidden
from accounts_registry.accounts import ownership
from accounts_registry.appendix1 import register_rows
from accounts_registry.models import Channel
from audit.models import Entry
from notifications.models import Message
from tests.accounts_registry.builders import add
from tests.factories import TODAY


def test_the_first_row_of_appendix_1_is_on_the_register_at_once(cast):
    channel = add(cast)
    assert (channel.reference, channel.status, channel.handle) == ("CH0001", "open", "")
    assert channel.official == "not_confirmed"
    assert {(row.part, row.post.title) for row in channel.people.all()} == {
        ("master", "Business manager"),  # the post that was there, whatever its capitals
        ("poster", "HoD (Humanities)"),
    }
    assert Entry.objects.filter(event="channel.added", object_ref="CH0001").count() == 1


def test_the_head_is_told_and_nobody_else(cast):
    add(cast)
    message = Message.objects.get()
    assert message.recipient == cast.head
    assert "SSchool" not in message.text and "CH0001" in message.text


def test_a_row_with_a_closing_date_is_closed(cast):
    channel = add(cast, date_closed=date(2023, 7, 21))
    assert channel.status == "closed"
    row = register_rows.rows(trust=cast.trust, as_at=TODAY)[0]
    assert (row.closed, row.master, row.posters) == (
        date(2023, 7, 21),
        "Business manager",
        ("HoD (Humanities)",),
    )


def test_an_account_is_registered_once_in_whatever_spelling(cast):
    add(cast, account_name="@SSchoolPE")
    with pytest.raises(ValidationError) as refusal:
        add(cast, account_name="x", url="https://mobile.twitter.com/sschoolpe?s=20")
    assert refusal.value.messages == [
        "@sschoolpe on X (formerly Twitter) is already on the register. It belongs to Ashdown Academy. Ask Ravi Shah, communications manager"
    ]


def test_another_trust_learns_only_that_it_is_taken(cast):
    channel = add(cast, account_name="@SSchoolPE")
    assert (
        ownership.taken_sentence(
            channel.identity,
            platform=channel.platform,
            handle="SSchoolPE",
            trust_id=cast.other_trust.pk,
        )
        == "This account is already registered by another organisation here"
    )


def test_a_closed_channel_frees_its_account(cast):
    add(cast, account_name="@SSchoolPE", date_closed=date(2023, 7, 21))
    assert add(cast, account_name="@SSchoolPE").status == "open"


def test_references_are_never_given_twice(cast):
    assert [add(cast, account_name=name).reference for name in ("One page", "Another page")] == [
        "CH0001",
        "CH0002",
    ]


@pytest.mark.parametrize("who", ["teacher", "head", "dsl"])
def test_the_wrong_role_is_refused(cast, who):
    with pytest.raises(Denied, match="office manager"):
        add(cast, by=getattr(cast, who))


def test_another_trust_is_hidden(cast):
    with pytest.raises(Hidden):
        add(cast, by=cast.outsider)


def test_two_at_once_cannot_both_have_an_account(transactional_db, cast):
    """The database has the last word where two save in the same moment."""
    gate, outcomes = threading.Barrier(2), []

    def race() -> None:
        gate.wait()
        try:
            outcomes.append(add(cast, account_name="@SSchoolPE").reference)
        except Exception as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=race) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Channel.objects.filter(identity="x:sschoolpe").count() == 1
    assert len([outcome for outcome in outcomes if outcome.startswith("CH")]) == 1


def test_the_form_adds_and_says_so(cast, client):
    client.force_login(cast.office)
    answer = client.post(
        "/channels/add/",
        {
            "school": str(cast.school.pk),
            "platform": "x",
            "account_name": "https://x.com/SSchoolMusic?s=20",
            "master_post": "Headteacher",
            "poster_posts": "Head of Music; Music technician",
            "date_opened_0": "01",
            "date_opened_1": "02",
            "date_opened_2": "2021",
        },
        follow=True,
    )
    channel = Channel.objects.get()
    assert (channel.account_name, channel.handle, channel.date_opened) == (
        "@SSchoolMusic",
        "SSchoolMusic",
        date(2021, 2, 1),
    )
    assert "The headteacher has been asked to accept it" in answer.content.decode()


def test_what_is_wrong_is_said_and_nothing_is_lost(cast, client):
    client.force_login(cast.office)
    answer = client.post(
        "/channels/add/",
        {
            "school": str(cast.school.pk),
            "platform": "instagram",
            "account_name": "https://www.youtube.com/@SSchool",
            "master_post": "Headteacher",
        },
    )
    page = answer.content.decode()
    assert "This is a YouTube link. You chose Instagram" in page
    assert 'value="https://www.youtube.com/@SSchool"' in page
    assert "<title>Error: Add an existing channel" in page
    assert not Channel.objects.exists()
