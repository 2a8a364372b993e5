"""People are found as people type, and nobody who is picked can be taken for a colleague of the same name (fault R9)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.models import Message
from people.actions import change_person
from people.models import User
from people.names import labels
from people.way_in import actions as way_in
from tests.factories import NOW, TODAY, make_person

TYPED = [
    ("Renée O’Neill", "renee", "RENÉE", "o'neill", "O’Neill", "oneill", "ONeill", "O´Neill", "neil"),
    ("Sinead O'Brien", "obrien", "o’brien sinead", "  sinead   o'b "),
    ("Anne-Marie Łukasz", "anne-marie", "Anne Marie", "annemarie", "marie", "anne\u2011marie", "lukasz"),
    ("Zoë de la Cruz", "zoe", "de la cruz", "delacruz", "De-La-Cruz", "cruz zo"),
    ("Sukarno", "sukarno", "KARNO"),
]  # fmt: skip


def found(typed: str) -> list[str]:
    return [person.full_name for person in User.objects.found_by(typed)]


def test_everybody_is_found_as_people_type(cast) -> None:
    for name, *_ in TYPED:
        make_person(name, trust=cast.trust, school=cast.school)
    missed = [(name, typed) for name, *ways in TYPED for typed in ways if name not in found(typed)]
    assert missed == []


@pytest.mark.parametrize("typed", ["", "  ", "-", "'", "renee bell", "%", "_", "reneeo"])
def test_what_is_no_part_of_a_name_finds_nobody(cast, typed) -> None:
    make_person("Renée O’Neill", trust=cast.trust, school=cast.school)
    assert found(typed) == []


def test_a_preferred_name_and_a_corrected_one_are_found_at_once(cast) -> None:
    change_person(
        person=cast.teacher, preferred_name="Jóhanna", family_name="Bell-Ross", by=cast.office, at=NOW
    )  # fmt: skip
    assert found("johanna bellross") == found("jo bell") == ["Jóhanna Bell-Ross"]


def test_the_list_of_people_is_asked_the_same_way(cast, client) -> None:
    make_person("Renée O’Neill", trust=cast.trust, school=cast.school, email="ro@school.example")
    client.force_login(cast.office)
    for typed in ("renee oneill", "ro@school", "o'neill ro@"):
        text = client.get("/people/", {"q": typed}).content.decode()
        assert "Renée O’Neill" in text and "Owen Lowe" not in text, typed


def twins(cast) -> tuple[User, User]:
    first = make_person(
        "Sam Hart", trust=cast.trust, school=cast.school, post="Teacher of PE", email="sh1@school.example"
    )  # fmt: skip
    second = make_person(
        "Sam Hart", trust=cast.trust, school=cast.other_school, email="sh2@school.example"
    )
    return first, second


def test_a_line_names_the_job_and_the_school(cast) -> None:
    first, second = twins(cast)
    assert list(labels.labels([first, second], on=TODAY).values()) == [
        "Sam Hart, Teacher of PE, Ashdown Academy",
        "Sam Hart, Teaching staff, Birchwood Primary",
    ]


def test_a_sentence_says_more_only_where_a_name_is_shared(cast) -> None:
    first, _ = twins(cast)
    assert labels.name(cast.teacher, on=TODAY) == "Jo Bell"
    assert labels.name(first, on=TODAY) == "Sam Hart (Teacher of PE, Ashdown Academy)"


def test_more_is_said_until_no_two_lines_are_alike(cast) -> None:
    def one(**facts) -> User:
        return make_person("Al Kim", trust=cast.trust, school=cast.school, **facts)

    people = [
        one(email="a@school.example", department="Music"),
        one(email="b@school.example", department="Art"),
        one(email="c@school.example", department="Art"),
        one(email=None, department="Maths", start_date=TODAY - timedelta(days=9)),
        one(email=None, department="Maths"),
        one(email=None, department="Maths"),
        one(email="g@school.example", department="Music", leaving_date=TODAY - timedelta(days=1)),
    ]
    lines = labels.labels(people, on=TODAY)
    assert len(set(lines.values())) == len(people)
    assert lines[people[0].pk] == "Al Kim, Teaching staff, Ashdown Academy, Music"
    assert "b@school.example" in lines[people[1].pk]
    assert "11 November 2026" in lines[people[3].pk]
    assert "left on 19 November 2026" in lines[people[6].pk]
    # The same line, whoever else is on the page.
    assert labels.labels([people[2]], on=TODAY)[people[2].pk] == lines[people[2].pk]


def test_a_name_written_another_way_is_still_the_same_name(cast) -> None:
    people = [
        make_person(name, trust=cast.trust, school=cast.school, email=f"{n}@school.example")
        for n, name in enumerate(["Ren\u00e9 O’Neill", "Rene ONeill", "Samuel ONeill"])
    ]
    people[2].preferred_name = "René"
    people[2].save()
    lines = labels.labels(people, on=TODAY)
    assert all("@school.example" in line for line in lines.values())


def test_a_colleague_of_another_trust_is_no_namesake(cast) -> None:
    make_person("Jo Bell", trust=cast.other_trust, email="jb@far.example")
    assert labels.name(cast.teacher, on=TODAY) == "Jo Bell"


def test_lines_take_the_same_questions_for_many(cast) -> None:
    few = User.objects.filter(trust=cast.trust)[:2]
    many = User.objects.filter(trust=cast.trust)
    counted = []
    for people in (few, many):
        with CaptureQueriesContext(connection) as asked:
            labels.labels(people, on=TODAY)
        counted.append(len(asked))
    assert counted[0] == counted[1] == 5


PICKERS = ["/people/add/", "/people/{teacher}/change/", "/channels/watch/add/"]


@pytest.mark.parametrize("address", PICKERS)
def test_whoever_is_picked_stands_with_job_and_school(cast, client, address) -> None:
    twins(cast)
    client.force_login(cast.admin if "watch" not in address else cast.comms)
    text = client.get(address.format(teacher=cast.teacher.pk)).content.decode()
    assert "Sam Hart, Teacher of PE, Ashdown Academy</option>" in text
    assert "Sam Hart</option>" not in text


def test_a_letter_about_a_colleague_says_which_of_them(cast) -> None:
    make_person(
        cast.dsl.full_name, trust=cast.trust, school=cast.other_school, email="amal2@school.example"
    )
    way_in.propose_way_in(person=cast.dsl, by=cast.office, at=NOW, removes_app=True)
    told = Message.objects.filter(kind="way_in.proposed").exclude(recipient=cast.dsl)
    assert told.exists()
    line = labels.name(cast.dsl, on=TODAY)
    assert line.startswith("Amal Haddad (") and "Ashdown Academy)" in line
    assert all(f" for {line}." in one.text for one in told)
