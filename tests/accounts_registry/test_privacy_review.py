"""The termly look at settings: nothing changed in one press, or each setting; photos, second signatures, triggers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from access.check import Denied, Hidden
from accounts_registry.models import Channel, ChannelState, PlatformChange, PrivacyReview
from accounts_registry.reviews import privacy
from accounts_registry.reviews.actions import reviews
from audit.models import Entry
from notifications.models import Message
from platforms.models import Platform
from schools import actions as schools_actions
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.reminders.builders import make_channel
from workflow.moves import WrongState

ALL_WELL = {line.code: "meets" for line in privacy.LINES}
LATER = NOW + timedelta(days=130)


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return make_channel(cast.school, cast.colleague, privacy_review_due=TODAY)


def review(channel: Channel, by: Any, at: Any = NOW, **changes: Any) -> PrivacyReview:
    answers: dict[str, Any] = {
        "results": ALL_WELL,
        "devices_locked": True,
        "admin_list_checked": True,
        "pupil_images": "no",
    }
    return reviews.record_privacy_settings(channel=channel, by=by, at=at, **{**answers, **changes})


def test_a_check_is_kept_recorded_and_due_again_in_a_term(channel: Channel, cast: Cast) -> None:
    made = review(channel, cast.colleague)
    channel.refresh_from_db()
    assert channel.privacy_settings_checked_on == TODAY
    assert channel.privacy_review_due == date(2027, 3, 20)
    assert (channel.two_factor, channel.credentials_verified_on) == ("on", TODAY)
    assert (made.due_on, made.trigger, made.open_exceptions) == (TODAY, "routine", 0)
    assert (
        Entry.objects.filter(event="channel.privacy_reviewed", actor_id=cast.colleague.pk).count()
        == 1
    )
    assert "privacy_review_due" in ChannelState.objects.get(channel=channel).facts
    assert not Message.objects.exists()


def test_how_often_is_the_trusts_choice(channel: Channel, cast: Cast) -> None:
    schools_actions.change_setting(
        key="privacy_review_months",
        value=6,
        reason="Twice a year is enough for us",
        trust=cast.trust,
        by=cast.admin,
        at=NOW,
    )
    review(channel, cast.colleague)
    channel.refresh_from_db()
    assert channel.privacy_review_due == date(2027, 5, 20)


def test_nothing_changed_copies_last_times_answers_as_todays(channel: Channel, cast: Cast) -> None:
    first = review(channel, cast.colleague, results={**ALL_WELL, "ads": "not_offered"})
    again = reviews.confirm_privacy_review(
        channel=channel, pupil_images="no", by=cast.comms, at=LATER
    )
    assert (again.items, again.changed, again.by) == (first.items, False, cast.comms)
    channel.refresh_from_db()
    assert channel.privacy_settings_checked_on == TODAY + timedelta(days=130)
    pressed_twice = reviews.confirm_privacy_review(
        channel=channel, pupil_images="no", by=cast.comms, at=LATER
    )
    assert pressed_twice == again
    assert PrivacyReview.objects.count() == 2


def test_the_first_check_and_new_questions_have_no_last_time(channel: Channel, cast: Cast) -> None:
    with pytest.raises(WrongState, match="Check each setting"):
        reviews.confirm_privacy_review(
            channel=channel, pupil_images="no", by=cast.colleague, at=NOW
        )
    review(channel, cast.colleague)
    Channel.objects.filter(pk=channel.pk).update(contributors=[{"group": "own_pupils"}])
    with pytest.raises(WrongState, match="Check each setting"):
        reviews.confirm_privacy_review(
            channel=channel, pupil_images="no", by=cast.colleague, at=LATER
        )


def test_where_pupils_contribute_more_is_asked(channel: Channel, cast: Cast) -> None:
    Channel.objects.filter(pk=channel.pk).update(contributors=[{"group": "own_pupils"}])
    with pytest.raises(ValidationError) as refused:
        review(channel, cast.colleague)
    assert set(refused.value.message_dict) == {"result_members", "result_names", "result_images"}


@pytest.mark.parametrize(
    ("results", "notes", "field", "sentence"),
    [
        ({"comment": ""}, {}, "result_comment", "Select who can comment"),
        (
            {"tag": "fails"},
            {},
            "note_tag",
            "Enter what is not as it should be: Who can tag the account",
        ),
        (
            {"login": "meets"},
            {"login": "password is Hunter2!"},
            "note_login",
            "Do not enter a password",
        ),
    ],
)
def test_what_is_missing_or_must_not_be_kept(
    channel: Channel, cast: Cast, results: Any, notes: Any, field: str, sentence: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        review(channel, cast.colleague, results={**ALL_WELL, **results}, notes=notes)
    (said,) = refused.value.message_dict[field]
    assert said.startswith(sentence)
    assert not PrivacyReview.objects.exists()


def test_an_exception_waits_for_somebody_else(channel: Channel, cast: Cast) -> None:
    made = review(
        channel,
        cast.colleague,
        results={**ALL_WELL, "message": "fails"},
        notes={"message": "Anybody can"},
    )
    assert made.open_exceptions == 1
    (told,) = Message.objects.all()
    assert told.recipient == cast.comms
    assert "1 setting is not as it should be" in told.text
    for person, refusal in (
        (cast.colleague, Denied),
        (cast.teacher, Denied),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            reviews.countersign(review=made, by=person, at=NOW)
    signed = reviews.countersign(review=made, by=cast.comms, at=NOW)
    assert signed.countersigned_by == cast.comms
    again = reviews.countersign(review=made, by=cast.head, at=LATER)
    assert again.countersigned_by == cast.comms
    assert Entry.objects.filter(event="channel.privacy_countersigned").count() == 1


def test_nobody_countersigns_their_own_check(channel: Channel, cast: Cast) -> None:
    made = review(
        channel, cast.comms, results={**ALL_WELL, "message": "fails"}, notes={"message": "Open"}
    )
    assert [message.recipient for message in Message.objects.all()] == [cast.head]
    with pytest.raises(Denied, match="somebody else has to countersign"):
        reviews.countersign(review=made, by=cast.comms, at=NOW)


@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_a_pupil_close_up_leads_to_a_dated_action(
    channel: Channel, cast: Cast, answer: str
) -> None:
    review(channel, cast.colleague, pupil_images=answer)
    channel.refresh_from_db()
    assert channel.image_action_due == date(2026, 12, 4)
    reviews.settle_pupil_images(
        channel=channel, until=date(2026, 12, 11), by=cast.colleague, at=NOW
    )
    reviews.settle_pupil_images(channel=channel, by=cast.colleague, at=NOW)
    reviews.settle_pupil_images(channel=channel, by=cast.colleague, at=NOW)
    channel.refresh_from_db()
    assert channel.image_action_due is None
    assert Entry.objects.filter(event="channel.images_settled").count() == 2


def test_who_may_check_and_when(channel: Channel, cast: Cast) -> None:
    for person, refusal in (
        (cast.teacher, Denied),
        (cast.other_head, Denied),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            review(channel, person)
    Channel.objects.filter(pk=channel.pk).update(status="closed", date_closed=TODAY)
    with pytest.raises(WrongState, match="closed"):
        review(channel, cast.comms)


def test_a_handover_asks_for_a_check_once(channel: Channel, cast: Cast) -> None:
    Channel.objects.filter(pk=channel.pk).update(privacy_review_due=date(2027, 3, 1))
    for _ in range(2):
        reviews.ask_for_review(channel=channel, trigger="handover", by=cast.comms, at=NOW)
    channel.refresh_from_db()
    assert (channel.privacy_review_trigger, channel.privacy_review_due) == (
        "handover",
        date(2026, 12, 4),
    )
    assert Entry.objects.filter(event="channel.review_asked").count() == 1
    assert review(channel, cast.colleague).trigger == "handover"
    channel.refresh_from_db()
    assert channel.privacy_review_trigger == ""
    with pytest.raises(Denied):
        reviews.ask_for_review(channel=channel, trigger="handover", by=cast.teacher, at=NOW)
    with pytest.raises(ValidationError):
        reviews.ask_for_review(channel=channel, trigger="routine", by=cast.comms, at=NOW)


def test_a_platform_that_changed_asks_for_each_of_the_trusts_channels(cast: Cast) -> None:
    here = make_channel(cast.school, privacy_review_due=date(2027, 3, 1))
    closed = make_channel(cast.school, status="closed", date_closed=TODAY)
    elsewhere = make_channel(cast.school)
    Channel.objects.filter(pk=elsewhere.pk).update(platform=Platform.objects.get(code="x"))
    for _ in range(2):
        reviews.mark_platform_changed(
            platform=here.platform, trust=cast.trust, by=cast.admin, at=NOW, note="Tags are on"
        )
    assert PlatformChange.objects.count() == 1
    found = dict(Channel.objects.values_list("reference", "privacy_review_trigger"))
    assert found == {here.reference: "platform", closed.reference: "", elsewhere.reference: ""}
    for person in (cast.comms, cast.head):
        with pytest.raises(Denied):
            reviews.mark_platform_changed(
                platform=here.platform, trust=cast.trust, by=person, at=NOW
            )


@pytest.mark.clause("Q-5.3-20")
def test_in_the_browser(channel: Channel, cast: Cast, client: Client, time_machine: Any) -> None:
    client.force_login(cast.colleague)
    start = f"/channels/{channel.reference.lower()}/privacy-review/"
    assert client.get(start).url == f"{start}settings/"
    empty = client.post(f"{start}settings/", {"note_comment": "As before"}).content.decode()
    assert empty.count("Select who can comment") == 2
    assert 'value="As before"' in empty
    answers = {f"result_{code}": "meets" for code in ALL_WELL} | {"pupil_images": "no"}
    assert client.post(f"{start}settings/", answers).status_code == 302
    page = client.get(start).content.decode()
    assert "Has anything changed since" in page
    assert page.count("As it should be") == len(ALL_WELL)
    nothing = client.post(start, {}).content.decode()
    assert nothing.count("Select whether anything has changed") == 2
    assert nothing.count("Select whether recent posts show") == 2
    assert client.post(start, {"changed": "yes"}).url == f"{start}settings/"
    time_machine.move_to(NOW + timedelta(minutes=5), tick=False)
    done = client.post(start, {"changed": "no", "pupil_images": "yes"})
    assert done.url.endswith("/pupil-images/")
    assert PrivacyReview.objects.count() == 2
    assert client.get(done.url).status_code == 200
    latest = PrivacyReview.objects.first()
    certificate = client.get(f"{start}{latest.pk}/").content.decode()
    assert "Nothing had changed since the time before" in certificate
    client.force_login(cast.teacher)
    assert client.get(start).status_code == 403
    client.force_login(cast.outsider)
    assert client.get(start).status_code == 404


def test_saying_that_a_platform_changed_in_the_browser(cast: Cast, client: Client) -> None:
    channel = make_channel(cast.school)
    client.force_login(cast.admin)
    page = "/channels/platform-changed/"
    assert client.post(page, {}).content.decode().count("Select the platform") == 2
    assert client.post(page, {"platform": channel.platform_id}).status_code == 302
    assert "Facebook" in client.get(page).content.decode()
    client.force_login(cast.comms)
    assert client.get(page).status_code == 403
