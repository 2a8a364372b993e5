"""The register as a page: who sees which rows and columns, and how little it asks."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache

from accounts_registry.entry.actions import channels, registering
from accounts_registry.entry.approved_facts import ApprovedFacts
from accounts_registry.listing.page import listing
from accounts_registry.listing.wanted import Wanted
from accounts_registry.models import Channel
from people.models import Holding, Post
from tests.accounts_registry.builders import add, platform
from tests.factories import LONG_AGO, NOW, TODAY, make_policy


@pytest.fixture
def register(cast):
    """Two at the first school, one at the other, one that is only planned."""
    add(cast, account_name="@SSchoolPE")
    add(cast, account_name="Ashdown Academy", platform=platform("facebook"))
    add(
        cast,
        by=cast.admin,
        school=cast.other_school,
        account_name="Birchwood",
        platform=platform("facebook"),
    )
    return plan(cast)


def plan(cast, name="@geography", **facts):
    return registering.plan_channel(
        school=cast.school,
        facts=ApprovedFacts(platform=platform("instagram"), account_name=name, **facts),
        people=[
            {"part": "master", "post": Post.objects.get(title="Business manager")},
            {"part": "moderator", "person": cast.colleague},
        ],
        approval_reference="RQ0001",
        approved_on=TODAY,
        by=cast.head,
        at=NOW,
    )


def names(user, **wanted):
    return [row.name for row in listing(user, Wanted(**wanted), on=TODAY).rows]


def test_staff_see_the_open_channels_of_the_trust(cast, register):
    assert names(cast.teacher) == ["@SSchoolPE", "Ashdown Academy", "Birchwood"]
    assert [row.needs for row in listing(cast.teacher, Wanted(), on=TODAY).rows] == [(), (), ()]


def test_what_is_planned_is_seen_by_its_school_and_its_people(cast, register):
    for person in (cast.head, cast.office, cast.comms, cast.colleague, cast.officer):
        assert "@geography" in names(person), person
    for person in (cast.teacher, cast.other_head, cast.other_teacher):
        assert "@geography" not in names(person), person


def test_another_trust_sees_nothing(cast, register):
    assert names(cast.outsider) == []


def test_needs_are_for_those_who_look_after_it(cast, register):
    rows = {row.name: row for row in listing(cast.head, Wanted(), on=TODAY).rows}
    assert rows["@SSchoolPE"].needs[0].text == "not yet confirmed"
    assert (rows["Birchwood"].needs, rows["Birchwood"].people) == ((), None)


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("sschoolpe", ["@SSchoolPE"]),
        ("@sschoolpe", ["@SSchoolPE"]),
        ("https://mobile.twitter.com/SSchoolPE/status/12?s=20", ["@SSchoolPE"]),
        ("https://x.com.evil.example/SSchoolPE", []),
        ("ashdown facebook", ["Ashdown Academy"]),
        ("birchwood primary", ["Birchwood"]),
        ("CH0003", ["Birchwood"]),
        ("100% _", []),
    ],
)
def test_searching(cast, register, q, found):
    assert names(cast.officer, q=q) == found


def test_filtering_and_sorting(cast, register):
    assert names(cast.officer, platform="facebook") == ["Ashdown Academy", "Birchwood"]
    assert names(cast.officer, school=str(cast.other_school.pk)) == ["Birchwood"]
    assert names(cast.officer, school="birch") == ["Birchwood"]
    assert names(cast.officer, school="nonsense") == []
    assert names(cast.officer, status="planned") == ["@geography"]
    assert names(cast.officer, sort="name", descending=True)[0] == "Birchwood"
    assert names(cast.officer, needs="confirm") == ["@SSchoolPE", "Ashdown Academy", "Birchwood"]
    assert names(cast.head, needs="confirm") == ["@SSchoolPE", "Ashdown Academy"]
    # The planned one too: its row says what people it needs.
    assert len(names(cast.officer, needs="people")) == 4
    channels.change_details(
        channel=Channel.objects.get(handle="SSchoolPE"),
        next_review_on=date(2026, 1, 1),
        by=cast.office,
        at=NOW,
    )
    assert names(cast.officer, needs="review") == ["@SSchoolPE"]


def test_the_address_may_say_anything(cast, register, client):
    client.force_login(cast.office)
    for query in (
        "?page=99999999",
        "?page=-1",
        "?page=²",
        "?sort=password",
        "?school=1'",
        "?needs=x&status=y",
        "?q=%00",
    ):
        assert client.get(f"/channels/{query}").status_code == 200, query


@pytest.mark.parametrize(("policies", "questions"), [(0, 5), (1, 11)])
def test_the_page_asks_as_few_questions_however_many_rows(
    cast, register, django_assert_num_queries, policies, questions
):
    """Rows, policies, who runs them, and two for the posts; whose leave to post ran out where anybody has one."""
    list(cast.office.roles_on(TODAY))
    if policies:
        for post in Post.objects.filter(title="HoD (Humanities)"):
            Holding.objects.create(post=post, person=cast.teacher, start_date=LONG_AGO)
        make_policy(cast.trust)
    with django_assert_num_queries(questions):
        listing(cast.office, Wanted(), on=TODAY)
    for number in range(20):
        add(cast, account_name=f"Page {number}")
    with django_assert_num_queries(questions):
        assert len(listing(cast.office, Wanted(), on=TODAY).rows) == 24


def test_the_whole_page_asks_at_most_ten(cast, register, client, django_assert_max_num_queries):
    client.force_login(cast.office)
    client.get("/channels/")
    with django_assert_max_num_queries(10):
        assert client.get("/channels/").status_code == 200


def test_fifty_a_page(cast, client):
    cache.clear()
    for number in range(53):
        add(cast, account_name=f"Page {number:02}")
    client.force_login(cast.office)
    first, second = (client.get(f"/channels/?page={page}").content.decode() for page in (1, 2))
    assert "Channels (53)" in first and "Page 49" in first and "Page 50" not in first
    assert "Page 52" in second and 'aria-current="page"' in second


def test_sorting_says_so_to_everybody(cast, register, client):
    client.force_login(cast.office)
    page = client.get("/channels/?sort=-platform").content.decode()
    assert page.count("aria-sort=") == 1 and 'aria-sort="descending"' in page


@pytest.mark.parametrize(
    ("who", "buttons"),
    [
        ("teacher", {"Ask for a new channel"}),
        (
            "office",
            {"Ask for a new channel", "Add an existing channel", "Download Appendix 1 (PDF)"},
        ),
        (
            "head",
            {"Ask for a new channel", "Accept existing channels", "Download Appendix 1 (PDF)"},
        ),
    ],
)
def test_the_buttons_are_those_of_the_role(cast, register, client, who, buttons):
    client.force_login(getattr(cast, who))
    page = client.get("/channels/").content.decode()
    known = {
        "Ask for a new channel",
        "Add an existing channel",
        "Accept existing channels",
        "Download Appendix 1 (PDF)",
    }
    assert {text for text in known if f">{text}<" in page} == buttons


def test_an_empty_register_names_the_next_step(cast, client):
    client.force_login(cast.office)
    page = client.get("/channels/").content.decode()
    assert "There are no channels on the register yet." in page and 'href="/channels/add/"' in page
    add(cast)
    assert (
        "No channels match. Try removing a filter."
        in client.get("/channels/?q=nothing").content.decode()
    )
