"""The privacy notice and the website: the list as published, and whether it still holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access.check import Denied, Hidden
from accounts_registry.life import actions as life
from audit.models import Entry
from schools.models import Setting
from tests.accounts_registry.builders import add, close_steps, platform
from tests.accounts_registry.two_years import accepted
from tests.factories import NOW, TODAY
from verify import actions as publishing
from verify import publication
from verify.models import PrivacyNotice

PAGE = "/channels/privacy-notice/ashdown-academy/"


@pytest.fixture
def channel(cast):
    found = add(cast, url="https://x.com/HistorySSchool")
    accepted(found, cast.head, "2026-11-20")
    return found


def listed(school):
    (found,) = publication.listed([school])
    return found


def publish(cast, by=None, **changes):
    about = {
        "school": cast.school,
        "published_on": TODAY,
        "version": "4",
        "fingerprint": listed(cast.school).fingerprint,
        "at": NOW,
    }
    return publishing.publish_privacy_notice(by=by or cast.office, **{**about, **changes})


def test_the_paragraph_names_accounts_and_nobody(cast, channel):
    add(cast, account_name="Not yet", platform=platform("facebook"))
    said = publication.text(listed(cast.school), on=TODAY)
    assert said.startswith(
        "Our official social media accounts on 20 November 2026 are: X (formerly Twitter): @HistorySSchool."
    )
    assert said.endswith("The up-to-date list is at http://testserver/verify/ashdown-academy/")
    assert "Not yet" not in said and "Okafor" not in said
    # One person runs it, so the paragraph does not say that two do.
    assert "at least 2" not in said


def test_two_people_are_said_to_run_it_when_they_do(cast, channel):
    channel.people.create(part="moderator", person=cast.colleague, start_date=date(2026, 1, 1))
    said = publication.text(listed(cast.school), on=TODAY)
    assert "Each account is run by at least 2 members of staff on behalf of the school." in said


def test_a_school_without_accounts_says_so(cast):
    said = publication.text(listed(cast.school), on=TODAY)
    assert said.startswith("On 20 November 2026 we have no official social media accounts.")


def test_no_address_is_given_where_the_list_is_not_public(cast, channel):
    Setting.objects.create(
        trust=cast.trust,
        key="register_public_extract",
        value=False,
        effective_from=NOW,
        changed_by_id=cast.head.pk,
    )
    found = listed(cast.school)
    assert "up-to-date list" not in publication.text(found, on=TODAY)
    assert "Check an account" not in publication.website_html(found)


def test_markup_in_a_name_is_only_text(cast, channel):
    hostile = add(
        cast,
        account_name="<script>alert(1)</script>",
        platform=platform("other"),
        platform_other="B",
    )
    accepted(hostile, cast.head, "2026-11-20")
    found = listed(cast.school)
    for said in (publication.html(found, on=TODAY), publication.website_html(found)):
        assert "&lt;script&gt;" in said and "<script>" not in said


def test_publishing_marks_the_channels_and_is_recorded(cast, channel):
    notice = publish(cast)
    channel.refresh_from_db()
    assert (channel.privacy_notice_listed_on, channel.privacy_notice_version) == (TODAY, "4")
    assert set(channel.states.last().changed) == {
        "privacy_notice_listed_on",
        "privacy_notice_version",
    }
    entry = Entry.objects.get(event="privacy_notice.published")
    assert (entry.object_id, entry.school_id) == (str(notice.pk), cast.school.pk)
    assert not listed(cast.school).is_out_of_date


def test_a_second_press_does_nothing(cast, channel):
    assert publish(cast) == publish(cast)
    assert PrivacyNotice.objects.count() == 1
    assert Entry.objects.filter(event="privacy_notice.published").count() == 1


def test_it_is_out_of_date_when_the_list_has_changed_since(cast, channel):
    publish(cast)
    new = add(cast, account_name="Ashdown", platform=platform("facebook"))
    assert not listed(cast.school).is_out_of_date
    accepted(new, cast.head, "2026-11-20")
    found = listed(cast.school)
    assert found.is_out_of_date and found.added == ["Facebook: @Ashdown"]
    life.start_closing(
        channel=channel, planned_closing=TODAY, reason="aim_met", by=cast.head, at=NOW
    )
    close_steps(channel, cast.office)
    life.close(channel=channel, date_closed=TODAY, by=cast.office, at=NOW)
    assert listed(cast.school).gone == ["X (formerly Twitter): @HistorySSchool"]
    publish(cast)
    assert not listed(cast.school).is_out_of_date


def test_a_list_that_changed_meanwhile_is_not_marked(cast, channel):
    seen = listed(cast.school).fingerprint
    accepted(add(cast, account_name="@Another"), cast.head, "2026-11-20")
    with pytest.raises(ValidationError, match="has changed since you opened this page"):
        publish(cast, fingerprint=seen)
    with pytest.raises(ValidationError, match="today or in the past"):
        publish(cast, published_on=TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("teacher", Denied), ("officer", Denied), ("other_head", Denied), ("outsider", Hidden)],
)
def test_the_wrong_role_is_refused(cast, channel, who, refusal):
    with pytest.raises(refusal):
        publish(cast, by=getattr(cast, who))


@pytest.mark.clause("Q-5.2-10")
def test_the_page_shows_both_forms_and_takes_the_date(cast, channel, client):
    client.force_login(cast.office)
    said = client.get(PAGE).content.decode()
    assert 'id="as-text"' in said and 'id="as-html"' in said and "data-app-copy" in said
    assert "&lt;p&gt;Our official" in said
    sent = {
        "published_on_0": "20",
        "published_on_1": "11",
        "published_on_2": "2025",
        "version": "7",
        "fingerprint": listed(cast.school).fingerprint,
    }
    answer = client.post(PAGE, sent, follow=True).content.decode()
    assert "Your privacy notice is up to date: published on 20 November 2025, version 7." in answer
    wrong = client.post(PAGE, {**sent, "published_on_1": "13"}).content.decode()
    assert "Date published must be a real date" in wrong and 'value="7"' in wrong


def test_a_reviewer_reads_it_and_marks_nothing(cast, channel, client):
    client.force_login(cast.officer)
    said = client.get(PAGE).content.decode()
    assert "As text" in said and "Mark as published" not in said
    for who, status in ((cast.teacher, 403), (cast.outsider, 404)):
        client.force_login(who)
        assert client.get(PAGE).status_code == status


def test_the_schools_of_a_trust_say_which_notice_is_out_of_date(cast, channel, client):
    publish(cast)
    accepted(add(cast, account_name="@Another"), cast.head, "2026-11-20")
    client.force_login(cast.admin)
    said = client.get("/channels/privacy-notice/").content.decode()
    assert "Out of date" in said and "Not marked as published" in said
    client.force_login(cast.office)
    assert client.get("/channels/privacy-notice/").url == PAGE
    assert client.get("/channels/website-list/").url == "/channels/website-list/ashdown-academy/"


def test_the_list_of_schools_asks_the_same_for_twenty_channels(
    cast, channel, client, django_assert_num_queries
):
    client.force_login(cast.admin)
    client.get("/channels/privacy-notice/")
    with CaptureQueriesContext(connection) as few:
        client.get("/channels/privacy-notice/")
    for n in range(20):
        accepted(add(cast, account_name=f"@Many{n}"), cast.head, "2026-11-20")
    with django_assert_num_queries(len(few)):
        client.get("/channels/privacy-notice/")


def test_the_website_list_has_a_snippet_and_the_json(cast, channel, client):
    client.force_login(cast.office)
    said = client.get("/channels/website-list/ashdown-academy/").content.decode()
    assert (
        "&lt;li&gt;X (formerly Twitter): &lt;a href=&quot;https://x.com/HistorySSchool&quot;"
        in said
    )
    assert "/verify/ashdown-academy.json" in said
    assert (
        client.get("/verify/ashdown-academy.json").json()["official"][0]["name"]
        == "History@SSchool"
    )
