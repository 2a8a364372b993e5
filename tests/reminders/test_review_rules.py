"""The rules about reviews: who hears on which day, what ten quiet days change, and when it stops.

REM-16, REM-16A, REM-16B, REM-17, REM-17A, REM-18A, REM-21, REM-21A, REM-22, REM-23, REM-39, REM-40, REM-48.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts_registry.crew.actions import crew
from accounts_registry.life import actions as life
from accounts_registry.models import Channel, ChannelPerson
from accounts_registry.reviews import privacy
from accounts_registry.reviews.actions import attesting, evaluating, reviews, upkeep
from approvals.models import Request
from notifications.models import Message
from people.models import Post, User
from reminders.actions import sweep
from reminders.jobs import jobs_for
from reminders.models import Reminder
from reminders.rules import RULES
from schools import actions as schools_actions
from tests.architecture import samples
from tests.cast import Cast
from tests.factories import NOW, TODAY, give_role
from tests.reminders.builders import add, make_channel

WELL = {line.code: "meets" for line in privacy.LINES}
# A Monday in term, so that days and school days are easy to count.
DUE = date(2026, 11, 9)


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 7, tzinfo=UTC)


def swept(code: str, on: date) -> dict[str, int]:
    """Who has been reminded by this rule when the sweep of that day is over: the latest lead of each."""
    sweep(on=on, at=moment(on), rules=[rule for rule in RULES if rule.code == code])
    return {
        row.recipient.full_name: row.lead
        for row in Reminder.objects.filter(code=code).order_by("claimed_at", "lead")
    }


def on_home(person: User, on: date = TODAY) -> list[str]:
    return [job.code for job in jobs_for(person, on)]


def look(channel: Channel, by: User, at: datetime = NOW, **changes: Any) -> Any:
    answers: dict[str, Any] = {
        "results": WELL,
        "devices_locked": True,
        "admin_list_checked": True,
        "pupil_images": "no",
    }
    return reviews.record_privacy_settings(channel=channel, by=by, at=at, **{**answers, **changes})


@pytest.fixture
def channel(cast: Cast) -> Channel:
    """Run by a colleague; its master administration is the headteacher's post."""
    post = Post.objects.get(title="Headteacher", school=cast.school)
    return make_channel(cast.school, cast.colleague, master=post, account_name="PE page")


@pytest.mark.clause("Q-5.5-22")
@pytest.mark.parametrize(
    ("on", "team", "comms"),
    [
        (date(2026, 10, 25), None, None),
        (date(2026, 10, 26), -14, None),
        (date(2026, 11, 2), -7, None),
        (DUE, 0, None),
        (date(2026, 11, 16), 7, None),
        (date(2026, 11, 20), 7, None),
        (date(2026, 11, 23), 14, 10),
    ],
)
def test_rem_16_the_days_of_a_check(
    channel: Channel, cast: Cast, on: date, team: int | None, comms: int | None
) -> None:
    Channel.objects.filter(pk=channel.pk).update(privacy_review_due=DUE)
    found = swept("REM-16", on)
    assert found.get("Lena Fox") == team
    assert found.get("Ravi Shah") == comms


def test_rem_16_the_head_hears_after_twenty_school_days(channel: Channel, cast: Cast) -> None:
    Channel.objects.filter(pk=channel.pk).update(privacy_review_due=DUE)
    ChannelPerson.objects.filter(part="master").delete()
    assert "Priya Nair" not in swept("REM-16", date(2026, 12, 4))
    assert swept("REM-16", date(2026, 12, 7))["Priya Nair"] == 20


def test_rem_16_after_ten_quiet_days_only_the_latest_goes_once(
    channel: Channel, cast: Cast
) -> None:
    Channel.objects.filter(pk=channel.pk).update(privacy_review_due=DUE)
    swept("REM-16", date(2026, 10, 26))
    swept("REM-16", date(2026, 11, 10))
    swept("REM-16", date(2026, 11, 10))
    mine = Reminder.objects.filter(recipient=cast.colleague).order_by("lead")
    assert list(mine.values_list("lead", flat=True)) == [-14, 0]


def test_rem_16_stops_with_the_check_or_the_channel(channel: Channel, cast: Cast) -> None:
    Channel.objects.filter(pk=channel.pk).update(privacy_review_due=TODAY)
    assert "REM-16" in on_home(cast.colleague)
    assert "REM-16" not in on_home(cast.teacher)
    look(channel, cast.colleague)
    assert "REM-16" not in on_home(cast.colleague)
    Channel.objects.filter(pk=channel.pk).update(
        privacy_review_due=TODAY, status="closed", date_closed=TODAY
    )
    assert "REM-16" not in on_home(cast.colleague)


def test_m11_the_letter_has_last_times_answers(channel: Channel, cast: Cast) -> None:
    look(
        channel,
        cast.colleague,
        at=NOW - timedelta(days=120),
        results={**WELL, "ads": "not_offered"},
    )
    Channel.objects.filter(pk=channel.pk).update(privacy_review_due=TODAY)
    swept("REM-16", TODAY)
    letter = Message.objects.get(recipient=cast.colleague)
    assert letter.subject == "1-minute check: PE page Facebook"
    assert "* Who can comment: as it should be" in letter.text
    assert "* Advertising and interest data: not offered by the platform" in letter.text
    assert f"/channels/{channel.reference.lower()}/privacy-review/" in letter.text


def test_rem_16a_photos_stay_on_home_until_they_are_dealt_with(
    channel: Channel, cast: Cast
) -> None:
    look(channel, cast.colleague, pupil_images="yes")
    assert "REM-16A" in on_home(cast.colleague)
    assert swept("REM-16A", date(2026, 12, 3)) == {}
    assert swept("REM-16A", date(2026, 12, 4)) == {"Lena Fox": 0, "Priya Nair": 0}
    reviews.settle_pupil_images(channel=channel, by=cast.colleague, at=NOW)
    assert "REM-16A" not in on_home(cast.colleague)


def test_rem_16b_a_second_signature_is_asked_of_somebody_else(channel: Channel, cast: Cast) -> None:
    made = look(
        channel, cast.comms, results={**WELL, "tag": "fails"}, notes={"tag": "Anybody can tag it"}
    )
    assert "REM-16B" in on_home(cast.head)
    assert "REM-16B" not in on_home(cast.comms)
    assert swept("REM-16B", date(2026, 11, 26)) == {}
    assert swept("REM-16B", date(2026, 11, 27)) == {"Priya Nair": 5}
    reviews.countersign(review=made, by=cast.head, at=NOW)
    assert "REM-16B" not in on_home(cast.head)


def test_rem_17_login_details_are_confirmed_twice_a_year(channel: Channel, cast: Cast) -> None:
    custodian = Post.objects.get(title="Head of PE", school=cast.school)
    Channel.objects.filter(pk=channel.pk).update(
        credentials_location="School safe",
        credentials_verified_on=date(2026, 5, 9),
        credentials_post=custodian,
    )
    assert swept("REM-17", date(2026, 10, 25)) == {}
    assert swept("REM-17", date(2026, 10, 26)) == {"Dana Reid": -14, "Priya Nair": -14}
    assert "REM-17" in on_home(cast.line_manager)
    found = swept("REM-17", date(2026, 11, 23))
    assert (found["Ravi Shah"], found["Nell Reed"]) == (10, 10)
    upkeep.confirm_login_details(channel=channel, by=cast.line_manager, at=NOW)
    assert "REM-17" not in on_home(cast.line_manager)


def test_rem_17a_a_leavers_login_details_are_changed_the_same_day(
    channel: Channel, cast: Cast
) -> None:
    leaver = add(channel, "administrator", cast.teacher)
    add(channel, "administrator", cast.colleague)
    assert swept("REM-17A", TODAY) == {}
    crew.remove_person(channel_person=leaver, end_date=TODAY, by=cast.comms, at=NOW)
    assert swept("REM-17A", TODAY) == {"Priya Nair": 0}
    (letter,) = Message.objects.filter(recipient=cast.head)
    assert "Jo Bell could sign in to it and no longer should" in letter.text
    assert "moderate" not in letter.text
    upkeep.rotate_credentials(channel=channel, reason="Jo Bell left the team", by=cast.head, at=NOW)
    assert "REM-17A" not in on_home(cast.head)


def test_rem_17a_somebody_who_came_back_asks_for_nothing(channel: Channel, cast: Cast) -> None:
    add(channel, "administrator", cast.teacher, end=TODAY - timedelta(days=3))
    add(channel, "administrator", cast.teacher, start=TODAY - timedelta(days=2))
    assert swept("REM-17A", TODAY) == {}


def test_rem_18a_the_office_then_the_head(channel: Channel, cast: Cast) -> None:
    Channel.objects.filter(pk=channel.pk).update(registered_on=date(2026, 3, 1))
    assert swept("REM-18A", date(2026, 9, 15)) == {}
    assert swept("REM-18A", date(2026, 9, 16)) == {"Tom Okafor": -14}
    assert "REM-18A" not in on_home(cast.head, date(2026, 9, 21))
    attesting.confirm_register(
        school=cast.school,
        everything_right=True,
        corrections={},
        notice_compared=True,
        website_compared=True,
        by=cast.office,
        at=moment(date(2026, 9, 21)),
    )
    assert "REM-18A" in on_home(cast.head, date(2026, 9, 21))
    assert "REM-18A" not in on_home(cast.office, date(2026, 9, 21))
    attesting.attest_register(
        school=cast.school,
        everything_right=True,
        corrections={},
        by=cast.head,
        at=moment(date(2026, 9, 22)),
    )
    assert "REM-18A" not in on_home(cast.head, date(2026, 9, 22))


def test_rem_18a_the_head_hears_that_the_office_is_late(channel: Channel, cast: Cast) -> None:
    Channel.objects.filter(pk=channel.pk).update(registered_on=date(2026, 3, 1))
    assert "Priya Nair" not in swept("REM-18A", date(2026, 10, 13))
    assert swept("REM-18A", date(2026, 10, 14))["Priya Nair"] == 10


def test_rem_40_the_comparison_is_the_data_protection_officers_too(
    channel: Channel, cast: Cast
) -> None:
    Channel.objects.filter(pk=channel.pk).update(registered_on=date(2026, 3, 1))
    give_role(cast.network, "DPO", trust=cast.trust)
    assert swept("REM-40", date(2026, 8, 31)) == {}
    assert swept("REM-40", date(2026, 9, 1)) == {"Nell Reed": 0, "Tom Okafor": 0}
    assert swept("REM-40", date(2026, 9, 29))["Priya Nair"] == 20
    assert "REM-40" in on_home(cast.network, date(2026, 9, 2))
    attesting.confirm_register(
        school=cast.school,
        everything_right=True,
        corrections={},
        notice_compared=True,
        website_compared=True,
        by=cast.office,
        at=moment(date(2026, 9, 30)),
    )
    assert "REM-40" not in on_home(cast.network, date(2026, 9, 30))


def test_rem_21_the_evaluation_and_the_heads_view(channel: Channel, cast: Cast) -> None:
    Channel.objects.filter(pk=channel.pk).update(evaluation_due=DUE)
    assert swept("REM-21", date(2026, 10, 25)) == {}
    assert swept("REM-21", date(2026, 10, 26)) == {"Priya Nair": -14}
    found = swept("REM-21", date(2026, 11, 23))
    assert (found["Ravi Shah"], found["Priya Nair"]) == (10, 10)
    assert on_home(cast.head).count("REM-21") == 1
    evaluating.evaluate(
        channel=channel,
        results=["Nobody reads it"],
        aims_met="no",
        recommendation="close",
        by=cast.colleague,
        at=NOW,
    )
    assert "REM-21" not in on_home(cast.head)
    assert "REM-21A" in on_home(cast.head)
    assert swept("REM-21A", date(2026, 11, 27)) == {"Priya Nair": 5}
    evaluating.add_evaluation_view(
        evaluation=channel.evaluations.get(), head_view="Close it", by=cast.head, at=NOW
    )
    assert "REM-21A" not in on_home(cast.head)


@pytest.mark.clause("I-A.1.6")
def test_rem_22_silence_is_asked_about_at_the_limit(channel: Channel, cast: Cast) -> None:
    add(channel, "poster", cast.colleague)
    Channel.objects.filter(pk=channel.pk).update(last_post_on=DUE - timedelta(days=60))
    assert swept("REM-22", DUE - timedelta(days=3)) == {}
    assert swept("REM-22", DUE)["Lena Fox"] == 0
    assert swept("REM-22", DUE + timedelta(days=30))["Priya Nair"] == 30
    upkeep.record_last_post(channel=channel, last_post_on=TODAY, by=cast.colleague, at=NOW)
    assert "REM-22" not in on_home(cast.colleague)


def test_rem_22_an_expected_platform_has_its_own_limit(channel: Channel, cast: Cast) -> None:
    schools_actions.change_setting(
        key="required_platforms",
        value=[{"platform": "facebook", "days": 14}],
        reason="The board expects Facebook",
        trust=cast.trust,
        by=cast.admin,
        at=NOW,
    )
    Channel.objects.filter(pk=channel.pk).update(last_post_on=TODAY - timedelta(days=14))
    assert "REM-22" in on_home(cast.head)
    life.pause(channel=channel, reason="Nobody posts", by=cast.head, at=NOW)
    assert "REM-22" not in on_home(cast.head)


def test_rem_23_the_risk_assessment(channel: Channel, cast: Cast) -> None:
    Channel.objects.filter(pk=channel.pk).update(risk_review_due=DUE)
    assert swept("REM-23", date(2026, 10, 8)) == {}
    assert swept("REM-23", date(2026, 10, 12)) == {"Priya Nair": -30}
    assert swept("REM-23", date(2026, 12, 7))["Ruth Marsh"] == 20
    upkeep.add_risk_review(channel=channel, note="", by=cast.head, at=NOW)
    assert "REM-23" not in on_home(cast.head)


def test_rem_23_whoever_asked_is_led_to_the_channels_page(channel: Channel, cast: Cast) -> None:
    request = samples.request(cast)
    Request.objects.filter(pk=request.pk).update(channel=channel)
    Channel.objects.filter(pk=channel.pk).update(risk_review_due=TODAY, evaluation_due=TODAY)
    links = {job.code: job.link for job in jobs_for(cast.teacher, TODAY)}
    page = f"/channels/{channel.reference.lower()}/"
    assert (links["REM-21"], links["REM-23"]) == (page, page)
    mine = {job.code: job.link for job in jobs_for(cast.head, TODAY)}
    assert (mine["REM-21"], mine["REM-23"]) == (f"{page}evaluation/", f"{page}risk-review/")


@pytest.mark.clause("A-7.3-1")
def test_rem_39_every_month_until_it_is_there(cast: Cast) -> None:
    schools_actions.apply_preset(trust=cast.trust, preset="ATT", by=cast.admin, at=NOW)
    assert swept("REM-39", date(2026, 11, 9)) == {"Priya Nair": 0, "Ravi Shah": 0, "Kay Moss": 0}
    assert Reminder.objects.count() == 4
    swept("REM-39", date(2026, 11, 20))
    assert Reminder.objects.count() == 4
    assert swept("REM-39", date(2026, 12, 9))["Priya Nair"] == 30
    swept("REM-39", date(2027, 1, 8))
    assert "Ruth Marsh" not in swept("REM-39", date(2027, 2, 5))
    assert swept("REM-39", date(2027, 2, 8))["Ruth Marsh"] == 91
    assert "REM-39" in on_home(cast.head)
    assert "REM-39" not in on_home(cast.comms)
    schools_actions.change_setting(
        key="required_platforms",
        value=[],
        reason="No longer expected of us",
        trust=cast.trust,
        by=cast.admin,
        at=NOW,
    )
    assert "REM-39" not in on_home(cast.head)


def test_rem_48_a_platform_that_changed(channel: Channel, cast: Cast) -> None:
    add(channel, "administrator", cast.teacher)
    reviews.mark_platform_changed(
        platform=channel.platform, trust=cast.trust, by=cast.admin, at=NOW
    )
    assert swept("REM-48", TODAY) == {"Jo Bell": -999}
    assert swept("REM-16", TODAY) == {}
    found = swept("REM-48", date(2026, 12, 4))
    assert (found["Jo Bell"], found["Ravi Shah"]) == (10, 10)
    look(channel, cast.teacher)
    assert "REM-48" not in on_home(cast.teacher)


def test_home_asks_as_much_for_twenty_channels_as_for_two(cast: Cast) -> None:
    fields = dict.fromkeys(
        ("privacy_review_due", "image_action_due", "evaluation_due", "risk_review_due"), TODAY
    )
    counts = []
    for more in (2, 18):
        for _ in range(more):
            made = make_channel(
                cast.school, cast.colleague, registered_on=date(2026, 3, 1), **fields
            )
            add(made, "administrator", cast.teacher, end=TODAY - timedelta(days=1))
        person = User.objects.get(pk=cast.comms.pk)
        with CaptureQueriesContext(connection) as asked:
            jobs_for(person, TODAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]
