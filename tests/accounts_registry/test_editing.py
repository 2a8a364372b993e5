"""Two people at one form: each keeps what they changed, and is told of the other where both changed the same."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from accounts_registry.entry.actions import channels
from accounts_registry.page import edits
from accounts_registry.page.edits import Overtaken
from tests.accounts_registry.builders import add
from tests.factories import NOW

DATES = "/channels/ch0001/dates/"


@pytest.fixture
def channel(cast):
    row = add(cast, url="https://x.com/HistorySSchool")
    return channels.change_details(
        channel=row, next_review_on=date(2027, 3, 1), by=cast.office, at=NOW
    )


def at(person, address=DATES):
    """Somebody with the page open, and the state it was drawn from."""
    client = Client()
    client.force_login(person)
    text = client.get(address).content.decode()
    return client, re.search(r'name="drawn_from" value="(\d+)"', text)[1]


def typed(drawn_from, review="1 6 2027", closing=""):
    answers = {"drawn_from": drawn_from}
    for name, text in (("next_review_on", review), ("planned_closing", closing)):
        for number, part in enumerate((text or "  ").split(" ")):
            answers[f"{name}_{number}"] = part
    return answers


def sam_changes(cast, channel, **facts):
    channels.change_details(channel=channel, by=cast.comms, at=NOW, **facts)


def test_both_changed_the_same_who_and_both_values_are_shown_and_a_second_press_saves(
    cast, channel
):
    client, state = at(cast.office)
    sam_changes(cast, channel, next_review_on=date(2027, 5, 3))
    answer = client.post(DATES, typed(state)).content.decode()
    sentence = "Ravi Shah changed &#x27;Next review&#x27; while you were editing. Check the new value below and save again"
    assert answer.count(sentence) == 2, "once at the top and once by the field"
    assert "On the register now: 3 May 2027" in answer and 'value="6"' in answer
    channel.refresh_from_db()
    assert channel.next_review_on == date(2027, 5, 3)
    again = re.search(r'name="drawn_from" value="(\d+)"', answer)[1]
    assert client.post(DATES, typed(again)).status_code == 302
    channel.refresh_from_db()
    assert channel.next_review_on == date(2027, 6, 1)


def test_what_only_the_other_changed_stands_and_is_told(cast, channel):
    client, state = at(cast.office)
    sam_changes(cast, channel, planned_closing=date(2028, 7, 1))
    answer = client.post(DATES, typed(state), follow=True).content.decode()
    assert (
        "Ravi Shah changed &#x27;Planned closing&#x27; while you were editing, and that stands."
        in answer
    )
    channel.refresh_from_db()
    assert (channel.next_review_on, channel.planned_closing) == (
        date(2027, 6, 1),
        date(2028, 7, 1),
    )


def test_what_stands_on_another_page_is_merged_without_a_word(cast, channel):
    client, state = at(cast.office)
    sam_changes(cast, channel, department="Humanities")
    answer = client.post(DATES, typed(state), follow=True).content.decode()
    assert "while you were editing" not in answer
    channel.refresh_from_db()
    assert (channel.department, channel.next_review_on) == ("Humanities", date(2027, 6, 1))


def test_both_typed_the_same_needs_no_second_look(cast, channel):
    client, state = at(cast.office)
    sam_changes(cast, channel, next_review_on=date(2027, 6, 1))
    assert client.post(DATES, typed(state)).status_code == 302


def test_ones_own_other_tab_is_nobody_else(cast, channel):
    client, state = at(cast.office)
    channels.change_details(
        channel=channel, next_review_on=date(2027, 5, 3), by=cast.office, at=NOW
    )
    assert client.post(DATES, typed(state)).status_code == 302


def test_a_changed_and_changed_back_is_no_difference(cast, channel):
    state = edits.latest(channel)
    sam_changes(cast, channel, next_review_on=date(2027, 5, 3))
    sam_changes(cast, channel, next_review_on=date(2027, 3, 1))
    channels.change_details(
        channel=channel,
        next_review_on=date(2027, 6, 1),
        drawn_from=state,
        by=cast.office,
        at=NOW,
    )
    channel.refresh_from_db()
    assert channel.next_review_on == date(2027, 6, 1)


def test_without_the_state_the_last_press_wins(cast, channel):
    sam_changes(cast, channel, next_review_on=date(2027, 5, 3))
    channels.change_details(
        channel=channel, next_review_on=date(2027, 6, 1), by=cast.office, at=NOW
    )


@pytest.mark.parametrize(
    ("card", "name", "theirs", "mine", "label"),
    [
        ("details", "department", "PE", "Art", "Department"),
        ("purpose", "aims", "Theirs", "Mine", "Aims"),
        ("safety", "moderation_team", "PE", "Art", "Team that moderates"),
        ("login-details", "credentials_location", "Office", "School safe", "Place where the login"),
        ("website", "no_link_reason", "Old site", "No site", "Reason for having no link"),
    ],
)
def test_every_page_of_a_channel_tells(cast, channel, card, name, theirs, mine, label):
    address = f"/channels/ch0001/{card}/"
    client, state = at(cast.office, address)
    form = client.get(address).context["form"]
    sam_changes(cast, channel, **{name: theirs})
    sent = {
        key: value
        for key in form.fields
        if isinstance(value := form[key].value(), str | int) and value is not True
    }
    answer = client.post(
        address,
        {**sent, "moderation_required": "True", "drawn_from": state, name: mine},
    ).content.decode()
    assert f"Ravi Shah changed &#x27;{label}" in answer
    assert (
        f"On the register now: “{theirs}”" in answer or f"On the register now: {theirs}" in answer
    )


def test_the_action_itself_refuses(cast, channel):
    state = edits.latest(channel)
    sam_changes(cast, channel, next_review_on=date(2027, 5, 3))
    with pytest.raises(Overtaken) as refused:
        channels.change_details(
            channel=channel,
            next_review_on=date(2027, 6, 1),
            drawn_from=state,
            by=cast.office,
            at=NOW,
        )
    assert refused.value.state == edits.latest(channel)


def test_an_empty_page_of_details_says_what_to_select(cast, channel):
    client, state = at(cast.office, "/channels/ch0001/details/")
    text = client.post("/channels/ch0001/details/", {"drawn_from": state}).content.decode()
    assert "Select who it speaks for" in text and "This field is required" not in text
