"""The last post, the login details and the risk assessment: the litany of each, and their pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from access.check import Denied, Hidden
from accounts_registry.models import Channel, ChannelState
from accounts_registry.reviews.actions import upkeep
from audit.models import Entry
from people.models import Post, User
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.reminders.builders import make_channel
from workflow.moves import WrongState


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return make_channel(cast.school, cast.colleague, credentials_location="School safe")


def strangers(cast: Cast) -> list[tuple[object, type[Exception]]]:
    return [(cast.teacher, Denied), (cast.other_head, Denied), (cast.outsider, Hidden)]


def test_the_last_post_is_kept_with_the_day_somebody_looked(channel: Channel, cast: Cast) -> None:
    for _ in range(2):
        upkeep.record_last_post(
            channel=channel, last_post_on=date(2026, 11, 3), by=cast.colleague, at=NOW
        )
    channel.refresh_from_db()
    assert (channel.last_post_on, channel.last_post_checked_on) == (date(2026, 11, 3), TODAY)
    assert Entry.objects.filter(event="channel.last_post_checked").count() == 1
    assert ChannelState.objects.filter(channel=channel).count() == 1


def test_a_post_is_neither_ahead_nor_older_than_the_channel(channel: Channel, cast: Cast) -> None:
    for day, words in (
        (TODAY + timedelta(days=1), "today or in the past"),
        (date(2019, 1, 1), "1 September 2020"),
    ):
        with pytest.raises(ValidationError, match=words):
            upkeep.record_last_post(channel=channel, last_post_on=day, by=cast.colleague, at=NOW)


def test_login_details_are_confirmed_once_a_day(channel: Channel, cast: Cast) -> None:
    for _ in range(2):
        upkeep.confirm_login_details(channel=channel, by=cast.office, at=NOW)
    channel.refresh_from_db()
    assert channel.credentials_verified_on == TODAY
    assert Entry.objects.filter(event="channel.credentials_verified").count() == 1
    Channel.objects.filter(pk=channel.pk).update(credentials_location="")
    with pytest.raises(WrongState, match="where the login details are kept"):
        upkeep.confirm_login_details(channel=channel, by=cast.office, at=NOW)


def test_what_somebody_who_left_still_knows_is_changed_and_not_confirmed(
    channel: Channel, cast: Cast, client: Client
) -> None:
    channel.people.update(part="administrator")
    User.objects.filter(pk=cast.colleague.pk).update(leaving_date=TODAY - timedelta(days=1))
    client.force_login(cast.office)
    address = reverse("register:confirm_login_details", args=[channel.reference.lower()])
    page = client.get(address).content.decode()
    assert "Lena Fox, until" in page and 'name="correct"' not in page
    with pytest.raises(WrongState, match="Change the password"):
        upkeep.confirm_login_details(channel=channel, by=cast.office, at=NOW)
    upkeep.rotate_credentials(channel=channel, reason="She has left", by=cast.office, at=NOW)
    assert 'name="correct"' in client.get(address).content.decode()


def test_whoever_holds_the_custodians_post_may_confirm(channel: Channel, cast: Cast) -> None:
    with pytest.raises(Denied):
        upkeep.confirm_login_details(channel=channel, by=cast.line_manager, at=NOW)
    post = Post.objects.get(title="Head of PE", school=cast.school)
    Channel.objects.filter(pk=channel.pk).update(credentials_post=post)
    upkeep.confirm_login_details(channel=channel, by=cast.line_manager, at=NOW)
    channel.refresh_from_db()
    assert channel.credentials_verified_on == TODAY


def test_changed_login_details_are_recorded_and_never_told(channel: Channel, cast: Cast) -> None:
    upkeep.rotate_credentials(
        channel=channel, reason="Tom Okafor no longer runs it", by=cast.network, at=NOW
    )
    channel.refresh_from_db()
    assert channel.credentials_rotated_on == channel.credentials_verified_on == TODAY
    assert channel.rotation_reason == "Tom Okafor no longer runs it"
    for reason, words in (("", "Enter why"), ("new password: Blue7!", "Do not enter a password")):
        with pytest.raises(ValidationError, match=words):
            upkeep.rotate_credentials(channel=channel, reason=reason, by=cast.network, at=NOW)


def test_nobody_approves_again_what_they_wrote_and_no_password_is_kept(
    channel: Channel, cast: Cast
) -> None:
    with pytest.raises(ValidationError, match="Do not enter a password"):
        upkeep.add_risk_review(
            channel=channel, note="The password is Ashdown2026!", by=cast.head, at=NOW
        )
    channel.risk_assessments.create(
        version=1,
        assessor=cast.teacher,
        sections={"reputation": {"by": str(cast.head.pk)}},
        started_at=NOW,
        sent_at=NOW,
        approved_on=TODAY,
    )
    with pytest.raises(Denied, match="that you wrote"):
        upkeep.add_risk_review(channel=channel, note="", by=cast.head, at=NOW)
    channel.refresh_from_db()
    assert channel.risk_review_due is None
    assert not Entry.objects.filter(event="channel.risk_reviewed").exists()


def test_the_head_approves_the_risk_assessment_again(channel: Channel, cast: Cast) -> None:
    for _ in range(2):
        upkeep.add_risk_review(channel=channel, note="Nothing new", by=cast.head, at=NOW)
    channel.refresh_from_db()
    assert channel.risk_review_due == date(2027, 11, 20)
    assert Entry.objects.filter(event="channel.risk_reviewed").count() == 1
    with pytest.raises(Denied, match="Only the headteacher"):
        upkeep.add_risk_review(channel=channel, note="", by=cast.comms, at=NOW)


def test_strangers_are_refused_and_closed_channels_too(channel: Channel, cast: Cast) -> None:
    verbs = (
        lambda by: upkeep.record_last_post(channel=channel, last_post_on=TODAY, by=by, at=NOW),
        lambda by: upkeep.confirm_login_details(channel=channel, by=by, at=NOW),
        lambda by: upkeep.rotate_credentials(channel=channel, reason="Lost", by=by, at=NOW),
        lambda by: upkeep.add_risk_review(channel=channel, note="", by=by, at=NOW),
    )
    for verb in verbs:
        for person, refusal in strangers(cast):
            with pytest.raises(refusal):
                verb(person)
    Channel.objects.filter(pk=channel.pk).update(status="closed", date_closed=TODAY)
    for verb in verbs:
        with pytest.raises(WrongState):
            verb(cast.head)


def test_each_page_saves_in_one_press(channel: Channel, cast: Cast, client: Client) -> None:
    page = f"/channels/{channel.reference.lower()}/"
    client.force_login(cast.head)
    empty = client.post(f"{page}last-post/", {}).content.decode()
    assert empty.count("Enter the date of the newest post") == 2
    typed = {"last_post_on_0": "3", "last_post_on_1": "11", "last_post_on_2": "2026"}
    assert client.post(f"{page}last-post/", typed).status_code == 302
    assert client.post(f"{page}login-details/confirm/", {"correct": "1"}).status_code == 302
    refused = client.post(f"{page}login-details/confirm/", {"reason": ""}).content.decode()
    assert refused.count("Enter why the login details were changed") == 2
    assert client.post(f"{page}risk-review/", {"note": ""}).status_code == 302
    channel.refresh_from_db()
    assert channel.last_post_on == date(2026, 11, 3)
    assert channel.credentials_verified_on and channel.risk_review_due
    client.force_login(cast.teacher)
    for name in ("last-post", "login-details/confirm", "risk-review"):
        assert client.get(f"{page}{name}/").status_code == 403


def test_the_channels_of_a_school_in_one_page(channel: Channel, cast: Cast, client: Client) -> None:
    known = make_channel(cast.school, last_post_on=date(2026, 10, 1))
    far = make_channel(cast.other_school)
    client.force_login(cast.office)
    page = client.get("/channels/last-posts/").content.decode()
    assert "Nothing newer than 1 October 2026" in page
    assert far.account_name not in page
    wrong = {f"{channel.reference}-last_post_on_0": "1"}
    assert client.post("/channels/last-posts/", wrong).content.decode().count("must include") == 2
    typed = {
        f"{channel.reference}-last_post_on_0": "18",
        f"{channel.reference}-last_post_on_1": "11",
        f"{channel.reference}-last_post_on_2": "2025",
        f"{known.reference}-same": "on",
        f"{far.reference}-last_post_on_0": "18",
    }
    assert client.post("/channels/last-posts/", typed).status_code == 302
    assert (
        list(Channel.objects.order_by("reference").values_list("last_post_on", flat=True)).count(
            None
        )
        == 1
    )
    known.refresh_from_db()
    assert known.last_post_checked_on is not None


def test_the_page_of_a_school_asks_as_much_for_many(cast: Cast, client: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.office)
    counts = []
    for more in (2, 18):
        for _ in range(more):
            make_channel(cast.school)
        client.get("/channels/last-posts/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/channels/last-posts/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
