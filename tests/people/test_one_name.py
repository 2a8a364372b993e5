"""One name is enough: to be added, found, sorted, written to and to sign (fault T9)."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts_registry.crew.crew_lines import CrewLine
from notifications import letters
from people.actions import add_person, begin_import, change_person, import_people
from people.models import User
from people.names import names
from people.sheets.people_sheet import read
from tests.factories import NOW, TODAY, make_person


def add(cast, given: str, family: str, **facts):
    return add_person(
        trust=cast.trust,
        school=cast.school,
        given_name=given,
        family_name=family,
        email="one@school.example",
        category="teaching",
        start_date=TODAY,
        by=cast.office,
        at=NOW,
        **facts,
    )


@pytest.mark.parametrize(("given", "family"), [("Suharto", ""), ("", "Suharto"), (" ", "Suharto ")])
def test_one_name_in_either_box_is_the_same_person(cast, given, family) -> None:
    person = add(cast, given, family)
    person.refresh_from_db()
    assert (person.given_name, person.family_name) == ("", "Suharto")
    assert person.full_name == str(person) == "Suharto"


def test_no_name_at_all_is_refused_by_the_verb_and_the_database(cast) -> None:
    with pytest.raises(ValidationError):
        add(cast, " ", "")
    with pytest.raises(ValidationError):
        change_person(person=cast.teacher, given_name="", family_name="", by=cast.office, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(given_name="", family_name="")


def test_a_name_can_be_taken_away_and_given(cast) -> None:
    person = change_person(person=cast.teacher, family_name="", by=cast.office, at=NOW)
    assert (person.given_name, person.family_name) == ("", "Jo")
    person = change_person(
        person=person, given_name="Jo", family_name="Bell", by=cast.office, at=NOW
    )
    assert person.full_name == "Jo Bell"


def test_the_form_takes_one_name_and_says_when_there_is_none(cast, client) -> None:
    client.force_login(cast.office)
    typed = {
        "place": str(cast.school.pk),
        "given_name": "Pelé",
        "family_name": "",
        "email": "pele@school.example",
        "category": "teaching",
        "start_date_0": "20",
        "start_date_1": "11",
        "start_date_2": "2026",
    }
    answer = client.post("/people/add/", typed | {"given_name": ""})
    assert "Enter a first name or a last name" in answer.content.decode()
    assert client.post("/people/add/", typed, follow=True).status_code == 200
    person = User.objects.get(email="pele@school.example")
    assert "Pelé" in client.get(f"/people/{person.pk}/").content.decode()
    assert "Pelé" in client.get("/people/").content.decode()


def test_a_sheet_brings_people_of_one_name(cast) -> None:
    rows = read(
        b"First name,Last name,Email\nMadonna,,m@school.example\n,Teller,t@school.example\n"
    )
    upload = begin_import(
        trust=cast.trust, school=cast.school, file_name="a.csv", rows=rows, by=cast.office, at=NOW
    )
    people = import_people(upload=upload, by=cast.office, at=NOW)
    assert [person.full_name for person in people] == ["Madonna", "Teller"]


@pytest.mark.parametrize("typed", ["Pelé", "pele", " PELE "])
def test_they_sign_with_the_name_they_have(cast, typed) -> None:
    assert names.is_name_of(typed, User(family_name="Pelé"))
    assert names.is_name_of(typed, User(given_name="Pelé"))


@pytest.mark.parametrize("typed", ["", " ", "-", "Pel", "Jo Pelé", "Pelé Bell"])
def test_nothing_else_is_their_signature(typed) -> None:
    assert not names.is_name_of(typed, User(family_name="Pelé"))


def test_who_has_two_names_signs_with_both() -> None:
    person = User(given_name="Jo", family_name="O’Neill")
    signs = ("Jo O'Neill", "jo oneill", "Jo O´Neill", "Jo O Neill", "Jo Mary O`Neill")
    assert all(names.is_name_of(typed, person) for typed in signs)
    assert not any(names.is_name_of(typed, person) for typed in ("Jo", "O'Neill", "Neill Jo"))


def test_their_letters_and_lists_call_them_by_it(cast) -> None:
    person = make_person("Suharto", trust=cast.trust, school=cast.school)
    assert "Dear Suharto," in letters.written(
        "people/emails/account_changed", {"person": person, "what": "x"}, why="it is a test."
    )
    line = CrewLine(
        channel_id=None, part="poster", post=None, person_id=person.pk, given_name="",
        preferred_name="", family_name="Suharto", category="", present=True, trained=True,
        unconfirmed=False,
    )  # fmt: skip
    assert line.name == "Suharto"


def test_they_stand_in_the_alphabet_by_that_name(cast) -> None:
    for given, family in (("Aziz", ""), ("Una", "Zeal")):
        add_person(
            trust=cast.trust, school=cast.school, given_name=given, family_name=family, email="",
            category="volunteer", start_date=TODAY, by=cast.office, at=NOW,
        )  # fmt: skip
    found = [person.family_name for person in User.objects.all()]
    assert found.index("Aziz") < found.index("Bell") < found.index("Zeal")
