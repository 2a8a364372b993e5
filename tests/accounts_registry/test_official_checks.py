"""Is it official? The three tests answered again, computed and never typed (page C6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from access.check import Denied, Hidden
from accounts_registry.entry.actions import registering
from accounts_registry.entry.actions.channels import change_details
from accounts_registry.models import Channel
from accounts_registry.reviews import official
from accounts_registry.reviews.actions import checks
from audit.models import Entry
from tests.accounts_registry.builders import add
from tests.factories import NOW, TODAY
from workflow.moves import WrongState

PAGE = "/channels/ch0001/official-checks/"
ALL = dict.fromkeys(official.FAILS, True)
HOW = {test: f"Looked at {test}" for test in official.FAILS}


@pytest.fixture
def channel(cast):
    row = add(cast)
    return registering.accept(channel=row, by=cast.head, at=NOW, **ALL)


def answer(channel, by, answers=ALL, **more):
    return checks.answer_checks(
        channel=channel, answers=answers, how=HOW, checked_on=TODAY, by=by, at=NOW, **more
    )


def page(person, address=PAGE, data=None):
    client = Client()
    client.force_login(person)
    return client.post(address, data) if data is not None else client.get(address)


def test_the_answers_say_how_they_are_known_when_and_by_whom(cast, channel):
    answer(channel, cast.office)
    text = page(cast.head).content.decode()
    assert "This account meets the 3 tests." in text
    assert "Looked at editorial_oversight" in text
    assert "Tom Okafor, checked on 20 November 2026" in text
    assert Entry.objects.filter(event="official.checked").count() == 1


def test_a_second_press_writes_nothing(cast, channel):
    for _ in range(2):
        answer(channel, cast.office)
    assert channel.checks.count() == 3
    assert Entry.objects.filter(event="official.checked").count() == 1


@pytest.mark.parametrize("status", ["closed", "cancelled"])
def test_a_channel_that_is_over_is_not_checked_any_more(cast, channel, status):
    Channel.objects.filter(pk=channel.pk).update(status=status, date_closed=TODAY)
    with pytest.raises(WrongState, match="nothing to check"):
        answer(channel, cast.office)
    assert channel.checks.count() == 0


def test_answers_are_kept_and_never_written_over(cast, channel):
    answer(channel, cast.office)
    answer(channel, cast.office, {**ALL, "editorial_oversight": False}, confirmed=True)
    answer(channel, cast.office)
    kept = list(channel.checks.filter(test="editorial_oversight").values_list("met", flat=True))
    assert kept == [True, False, True]


@pytest.mark.parametrize(
    ("test", "words"),
    [
        pytest.param(
            "master_privileges_held",
            "nobody in school holds master access",
            marks=pytest.mark.clause("Q-5.2-5"),
            id="master",
        ),
        pytest.param(
            "editorial_oversight",
            "the school does not oversee what is posted",
            marks=pytest.mark.clause("Q-5.2-6"),
            id="oversight",
        ),
        pytest.param(
            "admins_limited",
            "more people than needed are administrators",
            marks=pytest.mark.clause("Q-5.2-7"),
            id="administrators",
        ),
    ],
)
def test_failing_takes_the_word_away_only_once_somebody_confirms(cast, channel, test, words):
    sent = {
        **dict.fromkeys(ALL, "True"),
        test: "False",
        "checked_on_0": "20",
        "checked_on_1": "11",
        "checked_on_2": "2026",
    }
    text = page(cast.office, f"{PAGE}answer/", sent).content.decode()
    assert "This makes it not official" in text
    channel.refresh_from_db()
    assert (channel.official, channel.checks.count()) == ("official", 0)
    assert page(cast.office, f"{PAGE}answer/", {**sent, "confirmed": "on"}).status_code == 302
    channel.refresh_from_db()
    assert channel.official == "not_official"
    assert f"This account is not official yet: {words}." in page(cast.head).content.decode()


@pytest.mark.clause("Q-5.2-8")
def test_official_is_computed_and_nothing_types_it(cast, channel):
    assert "official" not in {field.name for field in channel._meta.concrete_fields}
    page(cast.office, f"{PAGE}answer/", {"official": "official", "status": "open"})
    answer(channel, cast.office, {**ALL, "admins_limited": False}, confirmed=True)
    channel.refresh_from_db()
    assert channel.official == "not_official"


def test_before_the_head_accepts_it_the_tests_alone_do_not_make_it_official(cast):
    row = add(cast)
    answer(row, cast.office)
    row.refresh_from_db()
    assert row.official == "not_confirmed"
    assert "has not accepted it" in page(cast.head).content.decode()


def test_what_else_belongs_to_it(cast, channel):
    checked = official.of(channel, with_custody=True)
    assert checked.met == "4 of 8 met"
    change_details(
        channel=channel,
        privacy_notice_listed_on=TODAY,
        privacy_notice_version="3",
        no_link_reason="The old site has no room",
        credentials_location="School safe",
        by=cast.office,
        at=NOW,
    )
    channel.refresh_from_db()
    rows = {row.title: row for row in official.of(channel, with_custody=True).others}
    assert rows["It is listed in the privacy notice"].how == "Version 3"
    assert rows["The school website links to it"].answer == "No, with a reason"
    assert rows["The login details are held in the school"].answer == "No", "no post yet"
    assert "School safe" not in str(official.of(channel, with_custody=False))


def test_refusals(cast, channel):
    for person, refusal in ((cast.teacher, Denied), (cast.dsl, Denied), (cast.outsider, Hidden)):
        with pytest.raises(refusal):
            answer(channel, person)
    with pytest.raises(ValidationError, match="today or in the past"):
        checks.answer_checks(
            channel=channel,
            answers=ALL,
            how={},
            checked_on=TODAY + timedelta(days=1),
            by=cast.office,
            at=NOW,
        )
    with pytest.raises(ValidationError, match="Do not enter a password"):
        checks.answer_checks(
            channel=channel,
            answers=ALL,
            how={"admins_limited": "password: letmein"},
            checked_on=TODAY,
            by=cast.office,
            at=NOW,
        )
    assert page(cast.other_teacher).status_code == 403
    assert page(cast.outsider).status_code == 404
