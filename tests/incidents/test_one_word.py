"""What one person enters about a colleague takes nobody off the route of an accusation."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from access.check import Denied
from people import actions as people
from tests.factories import NOW, TODAY, give_role, make_away
from tests.incidents.world import end_role, send, told

pytestmark = pytest.mark.django_db
LONG = timedelta(days=700)


def accuse(cast, person, *kinds: str, option: str = "adult-behaviour"):
    return send(
        cast, by=cast.line_manager, option=option, kinds=kinds or ("adult",), people=[person]
    )


def category(person, said: str, by, at=NOW) -> None:
    people.change_person(person=person, category=said, by=by, at=at)


def test_nobody_says_of_themself_what_they_are_here(cast) -> None:
    with pytest.raises(Denied, match="Ask another administrator"):
        category(cast.office, "trustee", cast.office)
    client = Client()
    client.force_login(cast.office)
    page = reverse("people:change", args=[cast.office.pk])
    assert "What they are here" not in client.get(page).content.decode()
    other = reverse("people:change", args=[cast.teacher.pk])
    assert "What they are here" in client.get(other).content.decode()


@pytest.mark.parametrize("said", ["trustee", "member", "governor"])
@pytest.mark.parametrize("kind", ["adult", "unsure", "governor"])
def test_head_and_lead_stay_whatever_the_office_says_of_a_friend(cast, said, kind) -> None:
    category(cast.teacher, said, cast.office)
    found = accuse(cast, cast.teacher, kind, option="staff-contact")
    assert {"Priya", "Amal"} <= told(found)


def test_what_one_person_enters_may_add_a_reader(cast) -> None:
    category(cast.teacher, "trustee", cast.office)
    assert told(accuse(cast, cast.teacher)) == {"Priya", "Ivor"}


def test_a_role_as_a_member_of_staff_that_is_ended_moves_nothing(cast) -> None:
    row = cast.teacher.assignments.get(role="STAFF")
    people.end_role(assignment=row, end_date=TODAY - LONG, by=cast.office, at=NOW)
    found = accuse(cast, cast.teacher, option="staff-contact")
    assert {"Priya", "Amal"} <= told(found) and found.route == "M8"


def test_and_a_role_at_the_trust_only_adds_the_chief_executive(cast) -> None:
    row = cast.teacher.assignments.get(role="STAFF")
    people.end_role(assignment=row, end_date=TODAY - LONG, by=cast.office, at=NOW)
    give_role(cast.teacher, "STAFF", trust=cast.trust)
    assert told(accuse(cast, cast.teacher, option="staff-contact")) == {"Priya", "Amal", "Ruth"}


def test_nor_does_a_role_as_a_member_of_staff_that_is_given(cast) -> None:
    """To somebody of the trust's own team: the chief executive still hears of them."""
    facts = {"role": "STAFF", "trust": cast.trust, "school": cast.school, "start_date": TODAY}
    people.give_role(person=cast.officer, by=cast.office, at=NOW, **facts)
    assert {"Ruth", "Amal"} <= told(accuse(cast, cast.officer, option="staff-contact"))


def test_a_governor_is_one_by_two_words(cast) -> None:
    """As the list of people has it since long ago, and as whoever reports says it."""
    governor = cast.colleague
    governor.category = "governor"
    governor.save()
    assert told(accuse(cast, governor, "governor")) == {"Ivor"}
    assert told(accuse(cast, governor, "adult")) == {"Ivor", "Priya"}


def test_a_governor_said_to_be_a_teacher_takes_no_chair_off(cast) -> None:
    governor = cast.colleague
    governor.category = "governor"
    governor.save()
    category(governor, "teaching", cast.office)
    assert told(accuse(cast, governor, "governor")) == {"Priya", "Ivor"}


def test_whoever_was_appointed_to_lead_is_believed(cast) -> None:
    category(cast.chair, "teaching", cast.office)
    found = accuse(cast, cast.chair, option="staff-contact")
    assert found.route == "M13" and not told(found) & {"Priya", "Amal", "Ivor"}


def of_the_trust_alone(cast) -> None:
    """The office manager of a single school, as the set-up may leave it: roles of the trust, and no other."""
    cast.office.assignments.all().delete()
    for role in ("TADMIN", "STAFF"):
        give_role(cast.office, role, trust=cast.trust)


def test_of_an_office_manager_with_roles_of_the_trust_alone_the_head_hears_where_nobody_leads_it(
    cast,
) -> None:
    of_the_trust_alone(cast)
    assert told(accuse(cast, cast.office, option="staff-contact")) == {"Ruth", "Amal"}
    end_role(cast.ceo, "CEO", TODAY - timedelta(days=1))
    found = accuse(cast, cast.office, option="staff-contact")
    assert told(found) == {
        "Priya",
        "Amal",
        "Gwen",
    }  # the trust's own lead still stands for the trust
    end_role(cast.safeguarding_lead, "TSL", TODAY - timedelta(days=1))
    found = accuse(cast, cast.office, option="staff-contact")
    assert told(found) == {"Priya", "Amal"} and found.route == "M8"
    assert told(accuse(cast, cast.office)) == {"Priya"}


def test_nor_is_the_lead_alone_with_it_while_the_chief_executive_is_away(cast) -> None:
    of_the_trust_alone(cast)
    make_away(cast.ceo, TODAY, TODAY)
    assert told(accuse(cast, cast.office, option="staff-contact")) == {"Gwen", "Amal"}
    end_role(cast.safeguarding_lead, "TSL", TODAY - timedelta(days=1))
    assert told(accuse(cast, cast.office, option="staff-contact")) == {"Priya", "Amal", "Ivor"}
