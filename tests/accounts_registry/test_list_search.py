"""Searching the register: by whatever somebody has of a channel, and by nothing they may not read."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection

from accounts_registry.crew.actions import crew
from accounts_registry.entry.actions import channels
from accounts_registry.listing import pages
from accounts_registry.listing.filters import selected
from accounts_registry.listing.page import listing
from accounts_registry.listing.wanted import Wanted
from accounts_registry.models import Channel, SearchDocument
from accounts_registry.search.actions import refresh_search
from accounts_registry.search.models import uses_match
from accounts_registry.search.query import folded, place_of, words
from people.models import Post, User
from schools.models import School
from tests.accounts_registry.builders import add, platform
from tests.factories import NOW, TODAY

EVERYBODY = ("teacher", "head", "office", "comms", "colleague", "officer", "other_head", "outsider")


def names(user, q):
    return [row.name for row in listing(user, Wanted(q=q), on=TODAY).rows]


@pytest.fixture
def register(cast):
    """One channel of each school; Lena Fox moderates the first."""
    first = add(cast, account_name="@SSchoolPE")
    crew.add_person(
        channel=first,
        part="moderator",
        person=cast.colleague,
        start_date=TODAY,
        by=cast.office,
        at=NOW,
    )
    add(
        cast,
        by=cast.admin,
        school=cast.other_school,
        account_name="Café Birchwood",
        platform=platform("facebook"),
    )
    return first


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("sschool", ["@SSchoolPE"]),
        ("CH0001", ["@SSchoolPE"]),
        ("Ashdown twitter", ["@SSchoolPE"]),
        ("humanities", ["@SSchoolPE", "Café Birchwood"]),
        ("business manager birchwood", ["Café Birchwood"]),
        ("cafe", ["Café Birchwood"]),
        ("CAFÉ", ["Café Birchwood"]),
        ("https://www.x.com/SSchoolPE?utm_source=share&igsh=1", ["@SSchoolPE"]),
        ("m.twitter.com/sschoolpe/", ["@SSchoolPE"]),
        ("https://notx.com/SSchoolPE", []),
        ("nobody here", []),
        ('"', []),
        ("@", []),
        ("PE", ["@SSchoolPE"]),
    ],
)
def test_anybody_of_the_trust_finds_a_channel_by_what_appendix_1_says(cast, register, q, found):
    assert names(cast.teacher, q) == found
    assert names(cast.officer, q) == found
    assert names(cast.outsider, q) == []


def test_who_runs_it_finds_it_for_those_who_see_that_and_for_nobody_else(cast, register):
    for person in (cast.head, cast.office, cast.comms, cast.officer, cast.colleague):
        assert names(person, "lena fox") == ["@SSchoolPE"], person
    for person in (cast.teacher, cast.other_head, cast.other_teacher, cast.outsider):
        assert names(person, "lena") == names(person, "fox") == [], person
        # Nor may a name be found out by what stays on the list with it.
        assert names(person, "sschool fox") == [], person


def test_what_is_not_on_the_register_yet_is_found_by_those_alone_who_see_it(cast, register):
    Channel.objects.filter(pk=register.pk).update(status="planned")
    assert names(cast.teacher, "sschool") == []
    assert names(cast.head, "sschool") == ["@SSchoolPE"]


def test_a_changed_name_counts_at_once(cast, register):
    channels.change_details(channel=register, account_name="Kestrel Sports", by=cast.office, at=NOW)
    assert names(cast.teacher, "kestrel") == ["Kestrel Sports"]
    assert names(cast.teacher, "sports humanities") == ["Kestrel Sports"]


def test_whoever_stops_running_it_no_longer_finds_it(cast, register):
    part = register.people.get(person=cast.colleague)
    crew.remove_person(channel_person=part, end_date=part.start_date, by=cast.office, at=NOW)
    tomorrow = NOW.replace(day=NOW.day + 1)
    refresh_search(at=tomorrow)
    assert names(cast.head, "lena") == []


def test_other_apps_changes_count_from_the_next_sweep(cast, register):
    School.objects.filter(pk=cast.school.pk).update(name="Harrier Academy")
    Post.objects.filter(title="Business manager", school=cast.school).update(title="Bursar")
    User.objects.filter(pk=cast.colleague.pk).update(family_name="Wren")
    assert refresh_search(at=NOW) == 1
    assert names(cast.teacher, "harrier") == names(cast.teacher, "bursar") == ["@SSchoolPE"]
    assert names(cast.head, "wren") == ["@SSchoolPE"] and names(cast.head, "fox") == []
    assert names(cast.teacher, "wren") == []
    assert refresh_search(at=NOW) == 0


def test_what_was_never_written_down_is_by_the_sweep(cast, register):
    SearchDocument.objects.all().delete()
    assert names(cast.teacher, "sschool") == []
    assert refresh_search(at=NOW) == 2
    assert names(cast.teacher, "sschool") == ["@SSchoolPE"]


def test_every_search_gives_what_the_queryset_would(cast, register, monkeypatch):
    for number in range(7):
        add(cast, account_name=f"Kite club {number}")
    monkeypatch.setattr(pages, "PAGE", 3)
    asked = ("kite", "kite 3", "k", "club humanities", "lena", "x.com/SSchoolPE", "nothing")
    seen = 0
    for who in EVERYBODY:
        user = getattr(cast, who)
        for q in asked:
            for number in (1, 2, 3):
                wanted = Wanted(q=q, page=number)
                quick = pages.found(user, wanted, TODAY)
                slow = pages.page(selected(user, wanted, on=TODAY), user, wanted, TODAY)
                assert list(quick.rows) == list(slow), (who, wanted)
                seen += len(quick.rows)
    assert seen > 50


@pytest.mark.parametrize("sort", ["name", "opened", "platform", "review"])
@pytest.mark.parametrize("descending", [False, True])
def test_a_long_list_read_from_its_end_is_the_same_list(
    cast, register, monkeypatch, sort, descending
):
    """Once its length is known, every page is what it was before."""
    for number in range(5):
        add(cast, account_name=f"Kite club {number}", date_opened=None)
    monkeypatch.setattr(pages, "PAGE", 2)
    monkeypatch.setattr(pages, "MANY", 3)
    wants = [Wanted(sort=sort, descending=descending, page=page) for page in range(1, 7)]
    expected = [
        list(pages.page(selected(cast.officer, one, on=TODAY), cast.officer, one, TODAY))
        for one in wants
    ]
    cache.clear()
    for _ in range(2):
        quick = [pages.found(cast.officer, one, TODAY) for one in wants]
        assert [[row[1:] for row in one.rows] for one in quick] == [
            [row[1:] for row in rows] for rows in expected
        ]
        assert {one.total for one in quick if one.rows} == {7}
    cache.clear()


def test_a_page_past_the_last_is_the_last(cast, register, monkeypatch):
    found = listing(cast.officer, Wanted(page=40), on=TODAY)
    assert (found.wanted.page, found.total, len(found.rows)) == (1, 2, 2)


def test_words_are_read_alike_however_they_are_typed():
    assert folded("  Café’s   ÉCOLE ") == "cafe's ecole"
    assert words("@History  history @") == ["history"]
    assert place_of("HTTPS://www.Example.org/blog/?a=1#b") == "example.org/blog"


def test_the_index_of_three_letters_is_there_and_asked(cast, register):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert uses_match()
            cursor.execute(
                "SELECT count(*) FROM accounts_registry_fts WHERE public MATCH 'sschool'"
            )
            assert cursor.fetchone() == (1,)
        else:
            cursor.execute(
                "SELECT indexdef FROM pg_indexes WHERE tablename = 'accounts_registry_searchdocument'"
            )
            assert sum("gin_trgm_ops" in row[0] for row in cursor.fetchall()) == 2


def test_where_there_is_no_such_index_the_search_still_answers(cast, register, monkeypatch):
    monkeypatch.setattr("accounts_registry.search.query.uses_match", lambda: False)
    monkeypatch.setattr(pages, "PREPARED", pages.Prepared(pages._prepare))
    assert names(cast.teacher, "sschool") == ["@SSchoolPE"]
    assert names(cast.teacher, "lena") == []


def test_a_search_asks_as_few_questions_as_any_list(cast, register, django_assert_num_queries):
    list(cast.office.roles_on(TODAY))
    with django_assert_num_queries(5):
        assert names(cast.office, "sschool lena") == ["@SSchoolPE"]
