"""Appendix 1 as at any day, and what a channel needs (scenario S1)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts_registry.appendix1 import register_rows
from accounts_registry.crew.actions import crew
from accounts_registry.entry.actions import channels, registering
from accounts_registry.entry.approved_facts import ApprovedFacts
from accounts_registry.models import Channel
from accounts_registry.needs import reckoning
from people.models import Holding, Post
from schools.models import Setting
from tests.accounts_registry.builders import add, platform
from tests.factories import LONG_AGO, NOW, TODAY, make_confirmed, make_policy, make_trained


def rows(cast, as_at=TODAY, **options):
    return register_rows.rows(trust=cast.trust, as_at=as_at, **options)


def accept(channel, by):
    return registering.accept(
        channel=channel,
        master_privileges_held=True,
        editorial_oversight=True,
        admins_limited=True,
        by=by,
        at=NOW,
    )


@pytest.fixture
def history(cast):
    """S1: run by the Business Manager's post; the poster is the head of humanities, who is Mrs Boyd."""
    channel = add(cast)
    Holding.objects.create(
        post=Post.objects.get(title="HoD (Humanities)"),
        person=cast.line_manager,
        start_date=LONG_AGO,
    )
    return channel


def test_s1_rows(cast, history):
    add(
        cast,
        by=cast.admin,
        school=cast.other_school,
        platform=platform("facebook"),
        account_name="Marehay Primary",
        master_post="Headteacher",
        poster_posts=["DHT", "SBO"],
        date_opened=date(2023, 1, 16),
    )
    Channel.objects.create(
        reference="CH9999",
        trust=cast.trust,
        school=cast.school,
        platform=platform("x"),
        account_name="Eg",
        status="open",
        is_sample=True,
    )
    accept(history, cast.head)
    found = rows(cast)
    assert [
        (
            row.platform,
            row.account_name,
            row.master,
            row.approved_users,
            row.shown_opened,
            row.shown_closed,
        )
        for row in found
    ] == [
        (
            "X (formerly Twitter)",
            "History@SSchool",
            "Business manager",
            "HoD (Humanities)",
            "16 May 2018",
            "Open",
        ),
        ("Facebook", "Marehay Primary", "Headteacher", "DHT, SBO", "16 Jan 2023", "Open"),
    ]
    assert [row.remark for row in found] == ["", "not yet confirmed"]
    assert len(rows(cast, school_ids=[cast.school.pk])) == 1


def said_of(channels, *, on):
    return {
        pk: [need.text for need in needs] for pk, needs in reckoning.of(channels, on=on).items()
    }


def test_s1_needs_under_the_default_and_the_qegsmat_preset(cast, history):
    accept(history, cast.head)
    version = make_policy(cast.trust)
    make_confirmed(version, cast.office, cast.line_manager)
    make_trained(cast.office, cast.line_manager)
    mine = Channel.objects.filter(pk=history.pk)
    said = said_of(mine, on=TODAY)[history.pk]
    assert "administrators 1 of 2" in said and "moderators 0 of 2" in said
    assert not [sentence for sentence in said if "people who run it" in sentence]
    cast.trust.preset = "QEGSMAT"
    cast.trust.save()
    people = [sentence for sentence in said_of(mine, on=TODAY)[history.pk] if " of " in sentence]
    assert people == ["moderators 0 of 1"]


def test_only_the_trained_and_confirmed_count(cast, history):
    version = make_policy(cast.trust)
    mine = Channel.objects.filter(pk=history.pk)
    assert "people who run it 0 of 2" in said_of(mine, on=TODAY)[history.pk]
    make_confirmed(version, cast.office)
    assert "people who run it 0 of 2" in said_of(mine, on=TODAY)[history.pk]
    make_trained(cast.office)
    assert "people who run it 1 of 2" in said_of(mine, on=TODAY)[history.pk]
    cast.office.leaving_date = TODAY - timedelta(days=1)
    cast.office.save()
    assert "people who run it 0 of 2" in said_of(mine, on=TODAY)[history.pk]


def test_a_schools_own_minimum_counts_for_that_school(cast, history):
    Setting.objects.create(
        trust=cast.trust,
        school=cast.school,
        key="min_moderators",
        value=3,
        effective_from=NOW,
        changed_by_id=cast.head.pk,
    )
    mine = Channel.objects.filter(pk=history.pk)
    assert "moderators 0 of 3" in said_of(mine, on=TODAY)[history.pk]


def test_a_post_without_a_holder_is_a_need(cast):
    channel = add(cast, master_post="Bursar")
    said = said_of(Channel.objects.filter(pk=channel.pk), on=TODAY)[channel.pk]
    assert "nobody holds the post Bursar" in said
    assert "not yet confirmed" in said
    assert "link to the account not recorded" in said


def test_an_overdue_review_says_since_when(cast, history):
    channels.change_details(
        channel=history, next_review_on=date(2026, 11, 3), by=cast.office, at=NOW
    )
    assert (
        "review overdue since 3 November 2026"
        in said_of(Channel.objects.filter(pk=history.pk), on=TODAY)[history.pk]
    )


def test_needs_of_many_ask_no_more_than_needs_of_one(cast, history, django_assert_num_queries):
    for name in range(6):
        add(cast, account_name=f"Page {name}")
    with django_assert_num_queries(4):
        assert len(reckoning.of(Channel.objects.all(), on=TODAY)) == 7


def test_an_earlier_day_shows_who_ran_it_then(cast, history):
    crew.add_person(
        channel=history,
        part="poster",
        post=Post.objects.get(title="PE technician"),
        start_date=TODAY,
        by=cast.office,
        at=NOW,
    )
    first = history.people.get(part="poster", post__title="HoD (Humanities)")
    crew.remove_person(
        channel_person=first, end_date=TODAY - timedelta(days=1), by=cast.office, at=NOW
    )
    assert [row.posters for row in rows(cast)] == [("PE technician",)]
    assert [row.posters for row in rows(cast, TODAY - timedelta(days=1))] == [("HoD (Humanities)",)]
    assert rows(cast, date(2018, 5, 15)) == []


def test_an_earlier_day_shows_what_was_open_and_confirmed_then(cast, history):
    add(cast, account_name="@Old", date_opened=date(2020, 1, 1), date_closed=date(2023, 7, 21))
    accept(history, cast.head)
    assert {row.account_name: row.shown_closed for row in rows(cast)} == {
        "History@SSchool": "Open",
        "@Old": "21 Jul 2023",
    }
    before = {
        row.account_name: (row.shown_closed, row.master) for row in rows(cast, date(2023, 7, 20))
    }
    assert before == {
        "History@SSchool": ("Open", "Business manager"),
        "@Old": ("Open", "Business manager"),
    }
    assert [row.official for row in rows(cast, date(2023, 7, 20))] == [
        "not_confirmed",
        "not_confirmed",
    ]
    assert [row.account_name for row in rows(cast, include_closed=False)] == ["History@SSchool"]


def test_a_person_named_without_a_post_prints_as_the_post_they_hold(cast, history):
    crew.add_person(
        channel=history,
        part="poster",
        person=cast.teacher,
        start_date=TODAY,
        by=cast.office,
        at=NOW,
    )
    assert rows(cast)[0].approved_users == "HoD (Humanities), Teacher of PE"


def test_planned_and_cancelled_channels_are_not_on_it(cast):
    channel = registering.plan_channel(
        school=cast.school,
        facts=ApprovedFacts(platform=platform("x"), account_name="@New"),
        people=[{"part": "master", "post": Post.objects.get(title="Business manager")}],
        approval_reference="RQ0001",
        approved_on=TODAY,
        by=cast.head,
        at=NOW,
    )
    assert rows(cast) == []
    channels.cancel_planned(channel=channel, reason="Not needed", by=cast.head, at=NOW)
    assert rows(cast) == []
    assert add(cast, account_name="@New").reference == "CH0002"
