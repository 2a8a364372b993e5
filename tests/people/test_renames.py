"""Nobody turns the accused into somebody else by giving them another name, or a puppet theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from incidents.report import people_found
from notifications.models import Message
from people.actions import add_person, change_person, clear_old_names
from people.models import User
from people.names.labels import labels
from people.names.past_names import PastName
from people.sheets.people_sheet import COLUMNS, judge
from tests.factories import NOW, TODAY

A_YEAR = timedelta(days=365)


def rename(person, given, family, by, at=NOW):
    return change_person(person=person, given_name=given, family_name=family, by=by, at=at)


def told() -> set[User]:
    return {one.recipient for one in Message.objects.filter(kind="person.renamed")}


def test_whoever_is_accused_by_the_name_they_had_is_found_and_told_apart(cast) -> None:
    rename(cast.deputy_dsl, "Samuel", "Hull", cast.office)
    rename(cast.colleague, "Sam J", "Hill", cast.office)
    found = people_found.find("sam hill", cast.school, on=TODAY)
    lines = labels(found, on=TODAY)
    assert set(found) == {cast.deputy_dsl, cast.colleague}
    assert (
        lines[cast.deputy_dsl.pk]
        == "Samuel Hull, formerly Sam Hill, Pastoral lead, Ashdown Academy"
    )
    assert (
        lines[cast.colleague.pk] == "Sam J Hill, formerly Lena Fox, PE technician, Ashdown Academy"
    )


def test_every_name_of_the_year_is_kept(cast) -> None:
    rename(cast.deputy_dsl, "Samuel", "Hull", cast.office)
    rename(cast.deputy_dsl, "Sven", "Hald", cast.office, NOW + timedelta(hours=1))
    for typed in ("sam hill", "samuel hull", "sven hald"):
        assert people_found.find(typed, cast.school, on=TODAY) == [cast.deputy_dsl]


@pytest.mark.parametrize("is_had", [True, False])
def test_nobody_is_given_the_name_a_colleague_has_or_had(cast, is_had) -> None:
    if is_had:
        rename(cast.deputy_dsl, "Samuel", "Hull", cast.office)
    with pytest.raises(ValidationError, match="Add a middle name or initial"):
        rename(cast.colleague, "Sam", "Hill", cast.office)
    assert User.objects.get(pk=cast.colleague.pk).full_name == "Lena Fox"


def test_a_name_is_free_again_after_a_year_and_one_may_have_ones_own_back(cast) -> None:
    rename(cast.deputy_dsl, "Samuel", "Hull", cast.office)
    rename(cast.deputy_dsl, "Sam", "Hill", cast.office)
    rename(cast.deputy_dsl, "Samuel", "Hull", cast.office)
    clear_old_names(on=TODAY + A_YEAR - timedelta(days=1))
    assert PastName.objects.exists()
    clear_old_names(on=TODAY + A_YEAR)
    assert not PastName.objects.exists()
    assert labels([cast.deputy_dsl], on=TODAY)[cast.deputy_dsl.pk].startswith("Samuel Hull, Past")
    rename(cast.colleague, "Sam", "Hill", cast.office, NOW + A_YEAR)


def test_the_person_and_the_heads_and_leads_there_hear_of_it_at_once(cast) -> None:
    rename(cast.head, "Gwen", "Tallis", cast.office)
    there = {cast.head, cast.dsl, cast.deputy_dsl, cast.ceo, cast.chair, cast.safeguarding_lead}
    assert told() == there
    letter = Message.objects.get(kind="person.renamed", recipient=cast.head)
    assert "from Priya Nair to Gwen Tallis" in letter.text


def test_marriages_are_easy(cast) -> None:
    """Nobody is asked, and of somebody who hears no concern nobody is written to."""
    rename(cast.teacher, "Jo", "Bell-Ross", cast.office)
    assert not told()
    rename(cast.office, cast.office.given_name, "Ross", cast.office)
    assert not told()
    assert labels([cast.teacher], on=TODAY)[cast.teacher.pk].startswith(
        "Jo Bell-Ross, formerly Jo Bell,"
    )


def test_an_accent_put_right_is_no_other_name(cast) -> None:
    rename(cast.teacher, "Jó", "Bell", cast.office)
    assert not PastName.objects.exists()


def test_the_form_says_so_by_the_name(cast, client) -> None:
    client.force_login(cast.office)
    page = client.post(
        f"/people/{cast.colleague.pk}/change/",
        {
            "given_name": "Sam",
            "family_name": "Hill",
            "category": "support",
            "email": cast.colleague.email,
        },
    )
    assert "A colleague is called Sam Hill" in page.content.decode()


def added(cast, given="Sam", family="Hill", at=NOW) -> User:
    facts = {"trust": cast.trust, "school": cast.school, "category": "support"}
    who = {"given_name": given, "family_name": family, "email": "new.one@school.example"}
    return add_person(**facts, **who, start_date=TODAY, by=cast.office, at=at)


def test_nobody_new_is_called_what_a_colleague_was_until_lately(cast) -> None:
    """By whomever it was changed; with an initial, or after a year, it is somebody's own name."""
    rename(cast.deputy_dsl, "Sebastian", "Hall", cast.admin)
    for typed in (("Sam", "Hill"), ("sam", "HILL"), ("", "Sam-Hill")):
        with pytest.raises(ValidationError, match="Add a middle name or initial"):
            added(cast, *typed)
    assert added(cast, "Sam J").full_name == "Sam J Hill"
    clear_old_names(on=TODAY + A_YEAR)
    User.objects.filter(email="new.one@school.example").update(email=None)
    assert added(cast, at=NOW + A_YEAR)


def test_a_namesake_of_today_is_welcome(cast) -> None:
    rename(cast.deputy_dsl, "Samuel", "Hull", cast.office)
    rename(cast.deputy_dsl, "Sam", "Hill", cast.office)
    assert added(cast).full_name == "Sam Hill"


def test_nor_by_a_sheet_of_people(cast) -> None:
    rename(cast.deputy_dsl, "Sebastian", "Hall", cast.office)
    rows = [
        dict.fromkeys(COLUMNS, "") | {"number": str(at), "First name": given, "Last name": "Hill"}
        for at, given in ((2, "Sam"), (3, "S\u0430m"), (4, "Sal"))
    ]
    judged = judge(
        [row | {"Category": "volunteer"} for row in rows],
        trust=cast.trust,
        school=cast.school,
        on=TODAY,
    )
    assert "A colleague was called Sam Hill" in judged[0].problems[0]
    assert "one alphabet" in judged[1].problems[0] and judged[2].is_ready


@pytest.mark.parametrize("name", ["\u0391mal", "S\u0430m", "P\u0440iya", "\u0410nn\u0391"])
def test_a_name_of_two_alphabets_is_refused_wherever_it_is_typed(cast, client, name) -> None:
    with pytest.raises(ValidationError, match="one alphabet"):
        added(cast, name)
    for field in ("given_name", "family_name", "preferred_name"):
        with pytest.raises(ValidationError, match="one alphabet"):
            change_person(person=cast.colleague, by=cast.office, at=NOW, **{field: name})
        cast.colleague.refresh_from_db()


@pytest.mark.parametrize(
    ("given", "family"),
    [
        ("\u0410\u043d\u043d\u0430", "\u041f\u0435\u0442\u0440\u043e\u0432\u0430"),
        ("\u592a\u90ce", "Tanaka"),
        ("\u0141ukasz", "O\u2019Neill"),
        ("Ka\u02bbiulani", "\u00d1u\u00f1ez"),
    ],
)
def test_names_of_one_alphabet_are_as_welcome_as_before(cast, given, family) -> None:
    assert added(cast, given, family).given_name == given
