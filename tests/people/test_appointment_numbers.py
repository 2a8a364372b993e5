"""A proposal for a head or a lead asks for a number: a school takes reports once both can be phoned."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from incidents.report.report_pages import first_help
from notifications.models import Message
from people import actions
from people.appointments import actions as appointments
from people.appointments.models import Appointment
from people.models import User
from tests.cast import Cast
from tests.factories import NOW, TODAY, give_role, make_person

pytestmark = pytest.mark.django_db

NUMBER = "01632 960 777"


def propose(cast: Cast, **changes: Any) -> Appointment:
    facts = {"role": "DDSL", "trust": cast.trust, "school": cast.school, "start_date": TODAY}
    facts |= {"phone": NUMBER, "by": cast.office, "at": NOW} | changes
    return appointments.propose(person=cast.colleague, **facts)


def number_of(cast: Cast) -> str:
    return User.objects.get(pk=cast.colleague.pk).phone


def told_of(cast: Cast) -> Message:
    """The letter to the person, when the role has begun."""
    return Message.objects.get(kind="appointment.done", recipient=cast.colleague)


def test_it_is_theirs_only_once_the_role_is(cast: Cast) -> None:
    row = propose(cast)
    assert number_of(cast) == ""
    appointments.confirm(appointment=row, by=cast.head, at=NOW)
    assert number_of(cast) == NUMBER
    letter = told_of(cast)
    assert NUMBER in letter.text
    others = Message.objects.filter(kind__startswith="appointment").exclude(pk=letter.pk)
    assert not [one for one in others if NUMBER in one.text]


def test_a_number_of_their_own_stays(cast: Cast) -> None:
    User.objects.filter(pk=cast.colleague.pk).update(phone="01632 960 111")
    appointments.confirm(appointment=propose(cast), by=cast.head, at=NOW)
    assert number_of(cast) == "01632 960 111"
    assert NUMBER not in told_of(cast).text


COSTLY = (
    "0900 123 4567",
    "+44 909 123 4567",
    "0044 (0)912 345 678",
    "+979 1234 5678",
    "0163+2960777",
)


@pytest.mark.parametrize("typed", ["ring me", "12", "<b>01632 960 777</b>", *COSTLY])
def test_what_is_no_number_is_refused(cast: Cast, typed: str) -> None:
    with pytest.raises(ValidationError, match="like 01632"):
        propose(cast, phone=typed)


def test_the_page_asks_who_has_none_and_loses_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.office)
    address = reverse("people:give_role", args=[cast.colleague.pk])
    typed = {
        "role": "DDSL",
        "place": str(cast.school.pk),
        "start_date_0": TODAY.day,
        "start_date_1": TODAY.month,
        "start_date_2": TODAY.year,
        "phone": "extension",
    }
    page = client.post(address, typed).content.decode()
    assert "Enter a phone number" in page and 'value="extension"' in page
    sent = client.post(address, typed | {"phone": NUMBER}, follow=True).content.decode()
    assert f"{NUMBER}, as the proposer says" in sent
    User.objects.filter(pk=cast.colleague.pk).update(phone=NUMBER)
    assert 'name="phone"' not in client.get(address).content.decode()


def test_a_role_that_is_given_takes_no_number(cast: Cast, client: Client) -> None:
    client.force_login(cast.office)
    address = reverse("people:give_role", args=[cast.colleague.pk])
    typed = {
        "role": "AUDIT",
        "place": str(cast.school.pk),
        "start_date_0": TODAY.day,
        "start_date_1": TODAY.month,
        "start_date_2": TODAY.year,
        "phone": NUMBER,
    }
    page = client.post(address, typed).content.decode()
    assert "Leave the number empty" in page and NUMBER in page
    assert not cast.colleague.assignments.filter(role="AUDIT").exists()


@pytest.mark.parametrize("role", ["SLT", "VICE_CHAIR", "ADMIN"])
def test_only_who_is_phoned_has_a_number(cast: Cast, role: str) -> None:
    """Else it is theirs, and no page of their own lets them change it."""
    with pytest.raises(ValidationError, match="Leave the number empty"):
        propose(cast, role=role)


def test_the_page_says_so_too(cast: Cast, client: Client) -> None:
    client.force_login(cast.office)
    day = {"start_date_0": TODAY.day, "start_date_1": TODAY.month, "start_date_2": TODAY.year}
    typed = {"role": "SLT", "place": str(cast.school.pk), "phone": NUMBER, **day}
    address = reverse("people:give_role", args=[cast.colleague.pk])
    page = client.post(address, typed).content.decode()
    assert "Leave the number empty: staff phone only" in page and NUMBER in page
    assert not Appointment.objects.exists()


@pytest.mark.parametrize("how", ["laid down", "taken back"])
def test_the_number_goes_with_a_role_that_is_off(cast: Cast, how: str) -> None:
    row = propose(cast, start_date=TODAY + timedelta(days=7))
    appointments.confirm(appointment=row, by=cast.head, at=NOW)
    assert number_of(cast) == NUMBER and "from 27 November 2026" in told_of(cast).text
    if how == "laid down":
        role = cast.colleague.assignments.get(role="DDSL")
        actions.lay_down_role(assignment=role, by=cast.colleague, at=NOW)
    else:
        appointments.take_back(appointment=row, by=cast.head, at=NOW)
    assert number_of(cast) == ""


def test_a_number_that_another_role_keeps_stays(cast: Cast) -> None:
    give_role(cast.colleague, "TSL", trust=cast.trust)
    row = propose(cast)
    appointments.confirm(appointment=row, by=cast.ceo, at=NOW)
    appointments.take_back(appointment=row, by=cast.ceo, at=NOW)
    assert number_of(cast) == NUMBER


def test_who_is_not_known_yet_is_not_offered_to_phone(cast: Cast, client: Client) -> None:
    """An invented deputy, with a number of whoever proposed them."""
    new = make_person(
        "Ivy Ghost", "DDSL", trust=cast.trust, school=cast.school, known_at=None, phone=NUMBER
    )
    client.force_login(cast.teacher)
    page = client.get("/report/").content.decode()
    assert "Sam Hill" in page and "Ivy Ghost" not in page and NUMBER not in page
    User.objects.exclude(pk=new.pk).update(known_at=None)
    found = first_help(cast.school, at=NOW).people
    assert "Ivy Ghost" in {one.name for one in found}  # better than nobody
    assert not any(one.phone or one.out_of_hours for one in found)


def test_their_number_stands_on_no_page_of_the_school_either(cast: Cast, client: Client) -> None:
    """Until somebody has spoken to them: then it is theirs."""
    new = make_person(
        "Ivy Ghost", "DDSL", trust=cast.trust, school=cast.school, known_at=None, phone=NUMBER
    )
    client.force_login(cast.head)
    address = reverse("schools:detail", args=[cast.school.slug])
    page = client.get(address).content.decode()
    assert "Ivy Ghost" in page and NUMBER not in page
    assert "Nobody has spoken to Ivy Ghost yet" in page
    User.objects.filter(pk=new.pk).update(known_at=NOW)
    page = client.get(address).content.decode()
    assert NUMBER in page and "Nobody has spoken to" not in page
