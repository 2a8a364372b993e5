"""Filtering the register: what is left, what is said of it, and what stays when one pages or sorts."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest

from accounts_registry.listing.address import wanted_in
from accounts_registry.listing.days import NotADay, day
from accounts_registry.listing.filters import NEEDS
from accounts_registry.listing.page import listing
from accounts_registry.listing.wanted import SORTS, Wanted
from accounts_registry.models import Channel
from accounts_registry.needs.codes import KINDS, Need
from tests.accounts_registry.builders import add, platform
from tests.factories import NOW, TODAY, make_away

YESTERDAY = TODAY - timedelta(days=1)
# What makes a channel that needs nothing answer to each filter.
MAKES: dict[str, dict[str, object]] = {
    "review": {"next_review_on": YESTERDAY},
    "notice": {"privacy_notice_listed_on": None},
    "website": {"website_link_url": "", "no_link_reason": ""},
    "under_16": {"pupils_under_16": True},
    "photos": {"pupil_images": "with_consent"},
    "closing": {"planned_closing": YESTERDAY},
    "soon": {"planned_closing": TODAY + timedelta(days=30)},
    "confirm": {"accepted_at": None},
    "official": {"editorial_oversight": False},
    "login": {"credentials_location": ""},
    "retrospective": {"retrospective": True},
    **{
        kind.filter: {kind.column: YESTERDAY, "status": kind.statuses[0]}
        for kind in KINDS.values()
        if kind.filter.endswith("_due")
    },
    "reappearance_due": {
        "reappearance_due": YESTERDAY,
        "status": "closed",
        "date_closed": YESTERDAY,
    },
}
WITHOUT_NEEDS = {
    "accepted_at": NOW,
    "master_privileges_held": True,
    "editorial_oversight": True,
    "admins_limited": True,
    "next_review_on": TODAY + timedelta(days=300),
    "credentials_location": "School safe",
    "credentials_verified_on": TODAY,
    "privacy_notice_listed_on": TODAY,
    "website_link_url": "https://ashdown.example/",
    "moderation_required": False,
}


@pytest.fixture
def pair(cast):
    """One channel that needs nothing but people, and one more."""
    add(cast, account_name="@Quiet")
    changed = add(cast, account_name="@Loud")
    Channel.objects.all().update(**WITHOUT_NEEDS)
    return changed


def names(user, **wanted):
    return [row.name for row in listing(user, Wanted(**wanted), on=TODAY).rows]


@pytest.mark.parametrize("need", sorted(MAKES))
def test_each_need_is_a_filter_and_only_for_those_who_see_needs(cast, pair, need):
    Channel.objects.filter(pk=pair.pk).update(**MAKES[need])
    assert names(cast.office, needs=need) == ["@Loud"]
    assert names(cast.officer, needs=need) == ["@Loud"]
    assert names(cast.teacher, needs=need) == names(cast.other_head, needs=need) == []


def test_the_filters_that_count_people_and_days(cast, pair):
    assert names(cast.office, needs="people") == ["@Loud", "@Quiet"]
    assert names(cast.office, needs="cover") == []
    Channel.objects.filter(pk=pair.pk).update(moderation_required=True)
    pair.people.create(part="moderator", person=cast.colleague, start_date=YESTERDAY)
    make_away(cast.colleague, TODAY, TODAY + timedelta(days=3))
    assert names(cast.office, needs="cover") == ["@Loud"]
    assert names(cast.teacher, needs="cover") == []


def test_every_filter_has_its_case():
    assert set(MAKES) | {"people", "cover"} == set(NEEDS)


def test_every_filter_begins_with_a_capital_letter():
    assert [need.says for need in NEEDS.values() if not need.says[0].isupper()] == []


@pytest.mark.parametrize("code", [kind.code for kind in KINDS.values() if kind.column])
def test_each_day_that_has_passed_is_a_need_of_the_row(cast, pair, code):
    Channel.objects.filter(pk=pair.pk).update(**MAKES[KINDS[code].filter])
    (row,) = listing(cast.office, Wanted(q="loud"), on=TODAY).rows
    assert Need(code, YESTERDAY) in row.needs
    assert Need(code, YESTERDAY).text.endswith(" 19 November 2026")
    assert not any(
        need.since for need in listing(cast.office, Wanted(q="quiet"), on=TODAY).rows[0].needs
    )


def test_audience(cast, pair):
    Channel.objects.filter(pk=pair.pk).update(
        audience=[{"group": "own_pupils", "youngest": 11}, {"group": "families"}]
    )
    assert names(cast.office, audience="families") == names(cast.office, audience="own_pupils")
    assert names(cast.office, audience="own_pupils") == ["@Loud"]
    assert names(cast.office, audience="other_school_pupils") == []
    assert names(cast.teacher, audience="families") == []


def test_opened_between(cast, pair):
    Channel.objects.filter(pk=pair.pk).update(date_opened=date(2020, 3, 1))
    assert names(cast.teacher, opened_from="1/1/2020") == ["@Loud"]
    assert names(cast.teacher, opened_to="31.12.2019") == ["@Quiet"]
    assert names(cast.teacher, opened_from="1 March 2020", opened_to="1 Mar 2020") == ["@Loud"]


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("", None),
        ("3/4/2020", date(2020, 4, 3)),
        ("03-04-2020", date(2020, 4, 3)),
        ("2020-04-03", date(2020, 4, 3)),
        ("3rd April 2020", date(2020, 4, 3)),
        ("3 sept 2020", date(2020, 9, 3)),
    ],
)
def test_days_are_read_day_first(typed, means):
    assert day(typed) == means


@pytest.mark.parametrize(
    "typed", ["31/2/2020", "soon", "1/1/20", "5 2020", "²/1/2020", "1/13/2020"]
)
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(NotADay):
        day(typed)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("opened_from=31/2/2020", "Opened from must be a real date"),
        ("opened_to=soon", "Opened to must be a date, like 16 5 2018"),
        ("opened_to=1/2/20", "Opened to must include a year of 4 numbers"),
        (
            "opened_from=2/2/2020&opened_to=1/2/2020",
            "Opened to must be the same as or after opened from",
        ),
    ],
)
def test_a_wrong_day_says_so_in_the_same_words_twice_and_keeps_what_was_typed(
    cast, pair, client, query, sentence
):
    client.force_login(cast.office)
    page = client.get(f"/channels/?{query}").content.decode()
    assert page.count(sentence) == 2 and "<title>Error: Channels" in page
    for _, typed in parse_qsl(query):
        assert f'value="{typed}"' in page
    assert "@Loud" in page and "@Quiet" in page


def test_filters_stay_when_one_pages_sorts_or_chooses_columns(cast, client):
    for number in range(52):
        add(cast, account_name=f"Page {number:02}")
    client.force_login(cast.office)
    page = client.get("/channels/?status=open&platform=x&columns=name,closed&sort=-opened").content
    text = page.decode()
    assert "(page 1 of 2)" in text
    kept = "platform=x&amp;status=open"
    assert f"{kept}&amp;columns=name%2Cclosed" in text  # a link of the head
    assert "page=2" in text and text.count("Apply filters") == 2
    assert 'name="columns" value="name,closed"' in text and 'name="sort" value="-opened"' in text
    second = client.get("/channels/?status=open&platform=x&page=2").content.decode()
    assert "(page 2 of 2)" in second and "Remove this filter: </span>Open" in second


def test_each_filter_in_use_can_be_taken_away(cast, pair, client):
    client.force_login(cast.office)
    query = (
        "q=zzz&status=open&platform=x&needs=login&audience=staff&opened_from=1/1/2020&school=all"
    )
    page = client.get(f"/channels/?{query}").content.decode()
    for words in (
        "“zzz”",
        "Open",
        "X (formerly Twitter)",
        "Log-in details not recorded",
        "For: Staff",
        "Opened from 1/1/2020",
    ):
        assert f"Remove {words}" in page or f">Remove {words}" in page, words
    assert "No channels match. Try removing a filter." in page and "Clear all filters" in page


def test_pupils_under_16_and_faces_are_one_press_away(cast, pair, client):
    client.force_login(cast.office)
    page = client.get("/channels/").content.decode()
    for slug, name in (
        ("pupils-under-16", "Pupils under 16"),
        ("photos-of-pupils", "Identifiable photos"),
    ):
        assert f'href="/channels/views/{slug}/">{name}<' in page
    Channel.objects.filter(pk=pair.pk).update(pupils_under_16=True)
    answer = client.get("/channels/views/pupils-under-16/", follow=True).content.decode()
    assert "@Loud" in answer and "@Quiet" not in answer


def test_an_order_tells_nobody_what_they_may_not_read(cast, pair):
    Channel.objects.filter(pk=pair.pk).update(next_review_on=TODAY)
    by_review = {who: names(getattr(cast, who), sort="review") for who in ("office", "officer")}
    assert set(map(tuple, by_review.values())) == {("@Loud", "@Quiet")}
    orders = set()
    for later in (TODAY, TODAY + timedelta(days=900)):
        Channel.objects.filter(pk=pair.pk).update(next_review_on=later)
        orders.add(tuple(names(cast.teacher, sort="review")))
    assert len(orders) == 1


@pytest.mark.parametrize("sort", sorted(SORTS))
def test_every_sort_answers_both_ways(cast, pair, sort):
    assert (
        len(names(cast.office, sort=sort))
        == len(names(cast.office, sort=sort, descending=True))
        == 2
    )


def test_an_address_says_the_same_when_it_is_read_again():
    asked = Wanted(
        q="a&b",
        platform="x",
        needs="review",
        sort="review",
        descending=True,
        columns=("name", "closed"),
        page=3,
    )
    assert wanted_in(dict(parse_qsl(asked.query()[1:]))) == asked
    assert Wanted().query() == "?"


def test_platforms_are_no_way_into_the_question(cast, pair):
    assert wanted_in({"platform": "x' or 1=1"}).platform == ""
    assert platform("x").code == wanted_in({"platform": "x"}).platform
