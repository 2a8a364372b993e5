"""Pause, resume, start closing and close: the litany of each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from access.check import Denied, Hidden
from accounts_registry.actions import life
from accounts_registry.models import Channel, ChannelPerson, Platform
from audit.models import Entry
from notifications.models import Message
from tests.cast import Cast
from tests.factories import LONG_AGO, NOW, TODAY
from workflow.moves import WrongState


@pytest.fixture
def channel(cast: Cast) -> Channel:
    row = Channel.objects.create(
        reference="CH9001",
        trust=cast.trust,
        school=cast.school,
        platform=Platform.objects.get(code="x"),
        account_name="@Sample",
        identity="x:sample",
        status="open",
        date_opened=date(2024, 1, 8),
    )
    ChannelPerson.objects.create(
        channel=row, part="moderator", person=cast.colleague, start_date=LONG_AGO
    )
    return row


def paused(channel: Channel, cast: Cast) -> Channel:
    return life.suspend(channel=channel, reason="Nobody can moderate it", by=cast.head, at=NOW)


def closing(channel: Channel, cast: Cast) -> Channel:
    return life.start_closing(
        channel=channel,
        planned_closing=TODAY + timedelta(days=20),
        reason="Its aim is met",
        by=cast.comms,
        at=NOW,
    )


def test_pausing_tells_those_who_run_it_and_is_recorded(channel: Channel, cast: Cast) -> None:
    paused(channel, cast)
    channel.refresh_from_db()
    assert (channel.status, channel.pause_reason) == ("suspended", "Nobody can moderate it")
    assert (
        Entry.objects.filter(
            event="channel.suspended", object_ref="CH9001", actor_id=cast.head.pk
        ).count()
        == 1
    )
    assert set(Message.objects.values_list("recipient", flat=True)) == {cast.colleague.pk}
    assert "Stop posting" in Message.objects.get().text


def test_a_second_press_says_so_and_changes_nothing(channel: Channel, cast: Cast) -> None:
    paused(channel, cast)
    with pytest.raises(WrongState, match="cannot be paused"):
        paused(channel, cast)
    assert Message.objects.count() == 1


def test_resuming_opens_it_again(channel: Channel, cast: Cast) -> None:
    life.resume(channel=paused(channel, cast), by=cast.comms, at=NOW)
    channel.refresh_from_db()
    assert (channel.status, channel.pause_reason) == ("open", "")


def test_closing_keeps_the_row_and_ends_its_people(channel: Channel, cast: Cast) -> None:
    life.close(channel=closing(channel, cast), date_closed=TODAY, by=cast.office, at=NOW)
    channel.refresh_from_db()
    assert (channel.status, channel.date_closed, channel.official) == ("closed", TODAY, "closed")
    assert set(channel.people.values_list("end_date", flat=True)) == {TODAY}


def test_it_cannot_close_before_it_opened_or_in_the_future(channel: Channel, cast: Cast) -> None:
    row = closing(channel, cast)
    for day, words in (
        (date(2024, 1, 7), "8 January 2024"),
        (TODAY + timedelta(days=1), "today or in the past"),
    ):
        with pytest.raises(ValidationError, match=words):
            life.close(channel=row, date_closed=day, by=cast.office, at=NOW)
    channel.refresh_from_db()
    assert channel.status == "closing"


def test_closing_must_be_started_first(channel: Channel, cast: Cast) -> None:
    with pytest.raises(WrongState):
        life.close(channel=channel, date_closed=TODAY, by=cast.office, at=NOW)
    channel.refresh_from_db()
    assert (channel.status, channel.date_closed) == ("open", None)


def test_a_closed_channel_never_opens_again(channel: Channel, cast: Cast) -> None:
    life.close(channel=closing(channel, cast), date_closed=TODAY, by=cast.office, at=NOW)
    for verb in (
        lambda: life.resume(channel=channel, by=cast.head, at=NOW),
        lambda: paused(channel, cast),
    ):
        with pytest.raises(WrongState):
            verb()


def test_the_wrong_role_and_another_place_are_refused(channel: Channel, cast: Cast) -> None:
    for person, refusal in (
        (cast.teacher, Denied),
        (cast.other_head, Denied),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            life.suspend(channel=channel, reason="No", by=person, at=NOW)
    channel.refresh_from_db()
    assert channel.status == "open"


def test_in_the_browser(channel: Channel, cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    assert "Pause this channel" in client.get("/channels/ch9001/").content.decode()
    empty = client.post("/channels/ch9001/pause/", {"reason": ""}).content.decode()
    assert empty.count("Enter why it is paused") == 2
    assert (
        client.post("/channels/ch9001/pause/", {"reason": "Nobody can moderate it"}).status_code
        == 302
    )
    page = client.get("/channels/ch9001/").content.decode()
    assert "Paused: Nobody can moderate it" in page
    assert "Open it again" in page
    assert client.post("/channels/ch9001/resume/").status_code == 302
    client.force_login(cast.teacher)
    assert client.get("/channels/ch9001/pause/").status_code == 403
