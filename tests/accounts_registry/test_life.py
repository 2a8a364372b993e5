"""Pause, take up again, give to another school: the litany of each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from access.check import Denied, Hidden
from accounts_registry.life import actions as life
from accounts_registry.models import Channel
from audit.models import Entry
from notifications.models import Message
from tests.accounts_registry.builders import ready
from tests.cast import Cast
from tests.factories import NOW, TODAY
from workflow.moves import WrongState


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return ready(cast)


def paused(channel: Channel, cast: Cast) -> Channel:
    return life.pause(channel=channel, reason="Nobody can moderate it", by=cast.head, at=NOW)


def told(kind: str = "channel_life") -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("recipient__given_name", flat=True))


def recorded(event: str) -> int:
    return Entry.objects.filter(event=event, object_ref="CH9001").count()


def test_pausing_tells_those_who_run_it_and_is_recorded(channel: Channel, cast: Cast) -> None:
    paused(channel, cast)
    channel.refresh_from_db()
    assert (channel.status, channel.pause_reason) == ("suspended", "Nobody can moderate it")
    assert channel.freeze_due == TODAY + timedelta(days=1)
    assert recorded("channel.suspended") == 1
    assert told() == {"Tom", "Jo", "Dana"}
    text = Message.objects.get(recipient=cast.teacher).text
    assert "Stop posting" in text and "21 November 2026" in text and "Priya Nair" in text


def test_a_second_press_says_so_and_changes_nothing(channel: Channel, cast: Cast) -> None:
    paused(channel, cast)
    with pytest.raises(WrongState, match="cannot be paused"):
        paused(channel, cast)
    assert Message.objects.filter(kind="channel_life").count() == 3


def test_somebody_who_runs_it_confirms_that_nobody_posts(channel: Channel, cast: Cast) -> None:
    paused(channel, cast)
    for person, refusal in ((cast.colleague, Denied), (cast.outsider, Hidden)):
        with pytest.raises(refusal):
            life.confirm_frozen(channel=channel, by=person, at=NOW)
    life.confirm_frozen(channel=channel, by=cast.teacher, at=NOW)
    life.confirm_frozen(channel=channel, by=cast.office, at=NOW)
    channel.refresh_from_db()
    assert channel.freeze_due is None
    assert recorded("channel.frozen") == 1


def test_there_is_nothing_to_confirm_on_an_open_channel(channel: Channel, cast: Cast) -> None:
    with pytest.raises(WrongState):
        life.confirm_frozen(channel=channel, by=cast.office, at=NOW)


def test_taking_it_up_again(channel: Channel, cast: Cast) -> None:
    life.resume(channel=paused(channel, cast), by=cast.comms, at=NOW)
    channel.refresh_from_db()
    assert (channel.status, channel.pause_reason, channel.freeze_due) == ("open", "", None)
    assert recorded("channel.resumed") == 1


def test_it_is_not_taken_up_again_with_too_few_people(channel: Channel, cast: Cast) -> None:
    paused(channel, cast)
    channel.people.filter(part="moderator", person=cast.teacher).delete()
    with pytest.raises(WrongState, match="At least 2 moderators are needed"):
        life.resume(channel=channel, by=cast.comms, at=NOW)
    channel.refresh_from_db()
    assert channel.status == "suspended"


@pytest.mark.parametrize("verb", ["pause", "resume", "pause_for_safety", "change_owner"])
def test_the_wrong_role_and_another_place_are_refused(
    channel: Channel, cast: Cast, verb: str
) -> None:
    more = {
        "pause": {"reason": "No"},
        "change_owner": {"school": None, "effective_on": TODAY, "reason": "No"},
    }.get(verb, {})
    for person, refusal in (
        (cast.teacher, Denied),
        (cast.other_head, Denied),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            getattr(life, verb)(channel=channel, by=person, at=NOW, **more)
    channel.refresh_from_db()
    assert (channel.status, channel.school) == ("open", cast.school)


# ---- For safeguarding --------------------------------------------------------------------------


def test_the_safeguarding_lead_pauses_it_and_nobody_learns_why_or_who(
    channel: Channel, cast: Cast
) -> None:
    life.pause_for_safety(channel=channel, by=cast.dsl, at=NOW)
    channel.refresh_from_db()
    assert (channel.status, channel.paused_for_safety) == ("suspended", True)
    assert told() == {"Tom", "Jo", "Dana", "Priya"}
    for message in Message.objects.filter(kind="channel_life"):
        assert "Haddad" not in message.text and "safeguarding" not in message.text.lower()
    state = channel.states.latest("id")
    assert state.by.is_system and state.reason == "The school has paused it for now"
    [entry] = Entry.objects.filter(event="channel.suspended")
    assert entry.actor_id == cast.dsl.pk and entry.restricted


def test_it_goes_on_only_when_the_safeguarding_lead_has_agreed(
    channel: Channel, cast: Cast
) -> None:
    life.pause_for_safety(channel=channel, by=cast.dsl, at=NOW)
    with pytest.raises(WrongState, match="has to agree"):
        life.resume(channel=channel, by=cast.head, at=NOW)
    with pytest.raises(Denied, match="safeguarding lead"):
        life.agree_to_resume(channel=channel, by=cast.head, at=NOW)
    life.agree_to_resume(channel=channel, by=cast.deputy_dsl, at=NOW)
    life.agree_to_resume(channel=channel, by=cast.dsl, at=NOW)
    assert recorded("channel.resume_agreed") == 1
    assert told("channel_may_go_on") == {"Priya", "Ravi"}
    life.resume(channel=channel, by=cast.head, at=NOW)
    channel.refresh_from_db()
    assert channel.status == "open"


def test_only_who_may_agree_is_offered_it(channel: Channel, cast: Cast, client: Client) -> None:
    life.pause_for_safety(channel=channel, by=cast.dsl, at=NOW)
    for person, offered in ((cast.dsl, True), (cast.head, False), (cast.teacher, False)):
        client.force_login(person)
        page = client.get(channel.get_absolute_url()).content.decode()
        assert ("Agree that it may go on" in page) is offered
        assert "Haddad" not in page or person == cast.dsl


def test_opening_it_again_is_offered_once_the_safeguarding_lead_has_agreed(
    channel: Channel, cast: Cast, client: Client
) -> None:
    life.pause_for_safety(channel=channel, by=cast.dsl, at=NOW)
    client.force_login(cast.head)
    page = client.get(channel.get_absolute_url()).content.decode()
    assert "Open it again" not in page and "has to agree before this channel" in page
    client.force_login(cast.teacher)
    assert "has to agree" not in client.get(channel.get_absolute_url()).content.decode()
    life.agree_to_resume(channel=channel, by=cast.dsl, at=NOW)
    client.force_login(cast.head)
    page = client.get(channel.get_absolute_url()).content.decode()
    assert "Open it again" in page and "has to agree" not in page


# ---- Another owner (C12) -----------------------------------------------------------------------


def test_it_goes_to_another_school_with_its_people_and_history(
    channel: Channel, cast: Cast
) -> None:
    moved = life.change_owner(
        channel=channel,
        school=cast.other_school,
        effective_on=date(2026, 9, 1),
        reason="The schools merge",
        by=cast.admin,
        at=NOW,
    )
    assert (moved.school, moved.reference) == (cast.other_school, "CH9001")
    assert moved.people.filter(end_date=None).count() == 5
    state = moved.states.latest("id")
    assert (state.on, state.school, state.reason) == (
        date(2026, 9, 1),
        cast.other_school,
        "The schools merge",
    )
    assert told("channel_moved") == {"Priya", "Kay", "Ravi"}
    assert recorded("channel.moved") == 1
    with pytest.raises(WrongState, match="belongs to Birchwood Primary already"):
        life.change_owner(
            channel=moved,
            school=cast.other_school,
            effective_on=TODAY,
            reason="Again",
            by=cast.admin,
            at=NOW,
        )


def test_it_goes_to_the_trust_in_any_state_but_never_to_another_trust(
    channel: Channel, cast: Cast
) -> None:
    paused(channel, cast)
    far = cast.other_trust.schools.get()
    for changes, words in (
        ({"school": far}, "same trust"),
        ({"effective_on": TODAY + timedelta(days=1)}, "today or in the past"),
        ({"effective_on": date(2023, 1, 1)}, "8 January 2024"),
    ):
        with pytest.raises(ValidationError, match=words):
            life.change_owner(
                **{
                    "channel": channel,
                    "school": None,
                    "effective_on": TODAY,
                    "reason": "One for all",
                    "by": cast.admin,
                    "at": NOW,
                    **changes,
                }
            )
    moved = life.change_owner(
        channel=channel, school=None, effective_on=TODAY, reason="For all", by=cast.admin, at=NOW
    )
    assert (moved.school, moved.trust, moved.status) == (None, cast.trust, "suspended")


# ---- In the browser ----------------------------------------------------------------------------


def test_in_the_browser(channel: Channel, cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    assert "Pause this channel" in client.get("/channels/ch9001/").content.decode()
    empty = client.post("/channels/ch9001/pause/", {"reason": ""}).content.decode()
    assert empty.count("Enter why it is paused") == 2
    assert empty.count("Select why it is paused") == 2
    sent = {"cause": "moderators", "reason": "Nobody can moderate it"}
    assert client.post("/channels/ch9001/pause/", sent).status_code == 302
    channel.refresh_from_db()
    assert (channel.status, channel.pause_cause) == ("suspended", "moderators")
    assert client.post("/channels/ch9001/resume/").status_code == 302
    client.force_login(cast.teacher)
    assert client.get("/channels/ch9001/pause/").status_code == 403


def test_the_portal_administrator_changes_the_owner(
    channel: Channel, cast: Cast, client: Client
) -> None:
    client.force_login(cast.admin)
    assert "Change the owner" in client.get("/channels/ch9001/").content.decode()
    client.post(
        "/channels/ch9001/owner/",
        {
            "school": str(cast.other_school.pk),
            "effective_on_0": "1",
            "effective_on_1": "11",
            "effective_on_2": "2026",
            "reason": "Merger",
        },
    )
    channel.refresh_from_db()
    assert channel.school == cast.other_school


@pytest.mark.clause("Q-5.3-21")
def test_what_follows_the_opening_has_a_page(channel: Channel, cast: Cast, client: Client) -> None:
    client.force_login(cast.office)
    page = client.get("/channels/ch9001/completion/").content.decode()
    assert "List it in the privacy notice" in page
    client.post("/channels/ch9001/completion/", {"url": channel.url, "no_link_reason": "None"})
    channel.refresh_from_db()
    assert channel.no_link_reason == "None"
