"""A name that looks like a colleague's, whatever alphabet it is written in, is never taken for theirs."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from people.actions import change_person
from people.models import User
from people.names import names
from people.names.labels import called, labels
from tests.factories import NOW, TODAY, make_person

PAPE = "Pape"
CYRILLIC = "\u0420\u0430\u0440\u0435"  # reads "Pape"
COX = "\u0421\u043e\u0445"  # reads "Cox"
TITOV = "\u0422\u0438\u0442\u043e\u0432"  # a name that no Latin one looks like


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Pape Cox", f"{CYRILLIC} {COX}"),
        ("Ian Hill", "lan HiIl"),
        ("Nina Toka", "\u039d\u0399\u039d\u0391 \u03a4\u039f\u039a\u0391"),
        ("Mapk Toto", "\u041c\u0430\u0440\u043a \u0422\u043e\u0442\u043e"),
    ],
)
def test_what_looks_alike_has_one_key(ours: str, theirs: str) -> None:
    assert names.key("", *ours.split()) == names.key("", *theirs.split())


def test_nobody_is_given_the_look_of_a_colleagues_name(cast) -> None:
    make_person("Pape Cox", trust=cast.trust, school=cast.school)
    with pytest.raises(ValidationError, match="A colleague is called"):
        change_person(
            person=cast.colleague, given_name=CYRILLIC, family_name=COX, by=cast.office, at=NOW
        )


def test_somebody_really_called_so_is_told_apart_and_found_beside_the_other(cast) -> None:
    ours = make_person("Pape Cox", trust=cast.trust, school=cast.school, email="p1@school.example")
    theirs = make_person(
        f"{CYRILLIC} {COX}", trust=cast.trust, school=cast.school, email="p2@school.example"
    )
    both = labels([ours, theirs], on=TODAY)
    assert both[ours.pk].endswith("p1@school.example")
    assert both[theirs.pk].endswith("p2@school.example")
    assert "(" in called([ours], on=TODAY)[ours.pk]
    assert set(User.objects.found_by("pape")) == {ours, theirs}
    assert list(User.objects.found_by(CYRILLIC)) == [theirs]


def test_a_name_that_no_latin_one_looks_like_is_a_name_as_any_other(cast) -> None:
    person = make_person(f"\u0410\u043d\u043d\u0430 {TITOV}", trust=cast.trust, school=cast.school)
    assert called([person], on=TODAY)[person.pk] == person.full_name
    assert list(User.objects.found_by(TITOV)) == [person]
