"""An account that is not ours any more is called ours on no paper, sheet or page, and a vacant post no approved user."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts_registry.accounts.actions import names
from accounts_registry.appendix1 import register_rows
from accounts_registry.cover.cover_days import gaps
from accounts_registry.models import Channel
from accounts_registry.needs import reckoning
from people.models import Holding, Post
from tests.accounts_registry.world import official
from tests.factories import LONG_AGO, NOW, TODAY
from tests.reports.making import made, words_of

SINCE = date(2026, 11, 20)
SAYS = "not ours since 20 November 2026"


@pytest.fixture
def lost(cast):
    official(cast, "instagram", "@sschool.art")
    return names.end_account(
        channel=official(cast), until=SINCE, reason="lost", by=cast.comms, at=NOW
    )


def row_of(cast, channel, on=TODAY, **how):
    found = register_rows.rows(trust=cast.trust, as_at=on, **how)
    return next(row for row in found if row.reference == channel.reference)


def test_its_row_says_so_and_is_not_open_from_that_day_on(cast, lost):
    row = row_of(cast, lost)
    assert (row.official, row.remark, row.lost_since) == ("not_ours", SAYS, SINCE)
    assert (row.shown_closed, row.is_open, row.paused) == ("Not ours", False, False)
    before = row_of(cast, lost, SINCE - timedelta(days=1))
    assert (before.lost_since, before.shown_closed, before.is_ours) == (None, "Open", True)


def test_the_paper_lists_it_apart_and_does_not_count_it(cast, lost):
    page = words_of(made(cast))
    assert "1 open channel. " in page and "Not ours any more: 1." in page
    official_ones, _, rest = page.partition("These accounts are not ours any more")
    assert "@sschool.art" in official_ones and "@SSchoolPE" not in official_ones
    assert "@SSchoolPE" in rest and SAYS.replace("not", "Not") in rest


def test_the_other_formats_say_the_same(cast, lost):
    assert SAYS in made(cast, "register_csv").file.read().decode("utf-8-sig")
    rows = json.loads(made(cast, "register_json").file.read())["rows"]
    known = {row["account_name"]: row.get("lost_since") for row in rows}
    assert known == {"@SSchoolPE": "2026-11-20", "@sschool.art": None}


def test_its_page_says_so_and_asks_for_no_link(cast, lost, client):
    (needs,) = reckoning.of(Channel.objects.filter(pk=lost.pk), on=TODAY).values()
    said = [need.text for need in needs]
    assert said[0] == f"the account is {SAYS}"
    assert not [one for one in said if "link" in one or "notice" in one or "login" in one]
    for person in (cast.comms, cast.teacher):
        client.force_login(person)
        page = client.get(lost.get_absolute_url()).content.decode()
        assert f"This account is {SAYS}" in page and "Not ours any more" in page
        assert "Add the link to the account" not in page
    client.force_login(cast.comms)
    checks = client.get(
        reverse("register:official_checks", args=[lost.reference.lower()])
    ).content.decode()
    assert f"This account is {SAYS}" in checks


def test_neither_list_nor_page_shows_it_as_one_in_use(cast, lost, client):
    tag = '<strong class="govuk-tag app-tag--late">Not ours any more</strong>'
    for person in (cast.comms, cast.teacher):
        client.force_login(person)
        rows = client.get(reverse("register:list")).content.decode().split("<tr")
        row = next(one for one in rows if lost.account_name in one)
        page = client.get(lost.get_absolute_url()).content.decode()
        identity = page.split('class="app-identity"')[1].split("</p>")[0]
        assert tag in row and ">Open<" not in row
        assert tag in identity and "Open" not in identity


def test_nobody_finds_cover_for_it(cast, lost):
    """Nobody here looks after an account that is somebody else's."""
    ours = Channel.objects.exclude(pk=lost.pk).get()
    Channel.objects.update(moderation_required=True)
    found = gaps(first=TODAY, last=TODAY + timedelta(days=4), trust_ids=[cast.trust.pk])
    assert {one.channel_id for one in found} == {ours.pk}


def test_what_was_only_a_name_has_lost_nothing(cast):
    channel = official(cast, account="A name without a handle")
    assert row_of(cast, channel).is_ours
    (needs,) = reckoning.of(Channel.objects.all(), on=TODAY).values()
    assert "link to the account not recorded" in [need.text for need in needs]


def test_a_post_whose_last_holder_left_is_marked_vacant(cast):
    channel = official(cast)
    assert row_of(cast, channel).approved_users == "HoD (Humanities)"  # nobody entered yet
    held = Holding.objects.create(
        post=Post.objects.get(title="HoD (Humanities)"),
        person=cast.line_manager,
        start_date=LONG_AGO,
        end_date=TODAY - timedelta(days=1),
    )
    assert row_of(cast, channel).approved_users == "HoD (Humanities) (vacant)"
    assert row_of(cast, channel, held.end_date).approved_users == "HoD (Humanities)"
    assert "nobody holds this post" in row_of(cast, channel, with_names=True).approved_users
    Holding.objects.create(post=held.post, person=cast.teacher, start_date=TODAY)
    assert row_of(cast, channel).approved_users == "HoD (Humanities)"
