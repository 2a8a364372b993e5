"""The first people of a portal: appointed with the set-up code, for as long as nobody could confirm them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from access.check import Denied
from people.actions import appoint_first
from people.models import RoleAssignment, User
from portal import first_run
from schools.models import School
from tests.cast import Cast
from tests.portal.test_first_run import FACTS

pytestmark = pytest.mark.django_db
PEOPLE = {
    "HEAD_given_name": "Hal",
    "HEAD_family_name": "Head",
    "HEAD_email": "hal@northmoor.example",
    "DSL_given_name": "Di",
    "DSL_family_name": "Lead",
    "DSL_email": "di@northmoor.example",
}


@pytest.fixture
def school(client: Client) -> School:
    client.post("/first-run/", FACTS)
    return School.objects.get()


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_whoever_gave_the_code_appoints_the_first_ones(client: Client, school: School) -> None:
    page = client.get(f"/set-up/first/{school.pk}/")
    assert "Set-up code" not in words(page) and "Email address of the headteacher" in words(page)
    done = client.post(f"/set-up/first/{school.pk}/", PEOPLE, follow=True)
    assert "They are appointed." in words(done) and "Hal Head" in words(done)
    held = {row.role: row for row in RoleAssignment.objects.filter(school=school)}
    assert held["HEAD"].person.email == "hal@northmoor.example" and "DSL" in held
    assert held["HEAD"].person.known_at is None  # the lead says who it is, once they are there
    trust = client.post(
        f"/set-up/first/{school.trust.pk}/",
        {"CEO_given_name": "Ruth", "CEO_family_name": "Marsh", "CEO_email": "r@northmoor.example"},
    )
    assert trust.status_code == 302 and User.objects.get(given_name="Ruth").holds(
        "CEO", timezone.localdate()
    )


def test_what_is_refused_stands_by_its_field_and_nobody_is_appointed(
    client: Client, school: School
) -> None:
    wrong = {**PEOPLE, "DSL_email": "di@elsewhere.example"}
    page = words(client.post(f"/set-up/first/{school.pk}/", wrong))
    assert "Enter a work email address" in page and 'value="Hal"' in page
    assert not RoleAssignment.objects.filter(role="HEAD").exists()


def test_everything_that_is_wrong_is_said_at_once(client: Client, school: School) -> None:
    wrong = {**PEOPLE, "DSL_email": "di@elsewhere.example", "HEAD_email": "nobody"}
    page = words(client.post(f"/set-up/first/{school.pk}/", wrong))
    assert 'href="#id_DSL_email"' in page and 'href="#id_HEAD_email"' in page
    empty = words(client.post(f"/set-up/first/{school.pk}/", {}))
    assert "Enter at least one person" in empty


def test_it_says_whose_name_or_address_is_missing(client: Client, school: School) -> None:
    nameless = {"HEAD_email": "hal@northmoor.example", "DDSL_given_name": "Dee"}
    page = words(client.post(f"/set-up/first/{school.pk}/", nameless))
    assert "Enter the name of the headteacher" in page
    assert "Enter the email address of the deputy designated safeguarding lead" in page


def test_who_is_there_stands_in_the_order_of_the_roles(client: Client, school: School) -> None:
    deputy = {name.replace("HEAD", "DDSL"): value for name, value in PEOPLE.items()}
    named = {**deputy, "DSL_email": "lee@northmoor.example", "DSL_given_name": "Lee"}
    client.post(f"/set-up/first/{school.pk}/", {k: v for k, v in named.items() if "DDSL" in k})
    client.post(f"/set-up/first/{school.pk}/", {k: v for k, v in named.items() if k[:4] == "DSL_"})
    head = {
        "HEAD_given_name": "Jo",
        "HEAD_family_name": "First",
        "HEAD_email": "j@northmoor.example",
    }
    page = words(client.post(f"/set-up/first/{school.pk}/", head, follow=True))
    places = [page.index(f">{name}</a>") for name in ("Jo First", "Lee Lead", "Hal Head")]
    assert places == sorted(places)


def test_one_address_is_one_person(client: Client, school: School) -> None:
    """A copied address would make the head the lead too, and throw the lead away."""
    copied = {**PEOPLE, "DSL_email": PEOPLE["HEAD_email"]}
    page = words(client.post(f"/set-up/first/{school.pk}/", copied))
    assert f"{PEOPLE['HEAD_email']} is Hal Head’s address" in page
    assert not RoleAssignment.objects.filter(role__in=("HEAD", "DSL")).exists()
    both = {name.replace("HEAD", "DSL"): value for name, value in PEOPLE.items() if "HEAD" in name}
    head = {name: value for name, value in PEOPLE.items() if "HEAD" in name}
    client.post(f"/set-up/first/{school.pk}/", {**head, **both})
    held = RoleAssignment.objects.filter(role__in=("HEAD", "DSL"))
    assert {row.person.given_name for row in held} == {"Hal"} and held.count() == 2


def test_another_browser_is_asked_for_the_code(client: Client, school: School) -> None:
    other = Client()
    other.force_login(User.objects.get(is_system=False))
    page = words(other.post(f"/set-up/first/{school.pk}/", PEOPLE))
    assert "Enter the set-up code" in page
    wrong = words(other.post(f"/set-up/first/{school.pk}/", {**PEOPLE, "code": "AAAA"}))
    assert "This is not the set-up code" in wrong
    right = {**PEOPLE, "code": first_run.set_up_code()}
    assert other.post(f"/set-up/first/{school.pk}/", right).status_code == 302


def test_guesses_are_counted(client: Client, school: School) -> None:
    other = Client()
    other.force_login(User.objects.get(is_system=False))
    for _ in range(21):
        page = words(other.post(f"/set-up/first/{school.pk}/", {**PEOPLE, "code": "AAAA"}))
    assert "Too many attempts" in page


def appoint(school: School, at=None) -> User:
    return appoint_first(
        trust=school.trust,
        school=school,
        role="DDSL",
        given_name="Dee",
        family_name="Puty",
        email="dee@northmoor.example",
        by=User.objects.get(given_name="Tess"),
        at=at or timezone.now(),
    )


def test_the_code_is_used_up_once_head_and_lead_have_signed_in(
    client: Client, school: School
) -> None:
    client.post(f"/set-up/first/{school.pk}/", PEOPLE)
    User.objects.filter(given_name="Hal").update(last_login=timezone.now())
    assert appoint(school)
    User.objects.filter(given_name="Di").update(last_login=timezone.now())
    with pytest.raises(Denied, match="no longer of use"):
        appoint(school)


def test_the_code_dies_after_14_days(client: Client, school: School) -> None:
    with pytest.raises(Denied, match="14 days"):
        appoint(school, at=timezone.now() + timedelta(days=14))
    RoleAssignment.objects.filter(role="TADMIN").update(
        given_at=timezone.now() - timedelta(days=15)
    )
    with pytest.raises(CommandError):
        call_command("set_up_code")


def test_a_portal_in_use_appoints_nobody_so(cast: Cast, client: Client) -> None:
    client.force_login(cast.admin)
    page = f"/set-up/first/{cast.school.pk}/"
    facts = {"code": first_run.set_up_code(), "VICE_CHAIR_family_name": "Ghost"}
    facts["VICE_CHAIR_email"] = "ghost@school.example"
    assert "no longer of use" in words(client.post(page, facts))
    assert not RoleAssignment.objects.filter(role="VICE_CHAIR").exists()
    for person, status in ((cast.office, 403), (cast.head, 403), (cast.teacher, 403)):
        client.force_login(person)
        assert client.get(page).status_code == status
    client.force_login(cast.admin)
    far = School.objects.exclude(trust=cast.trust).get()
    assert client.get(f"/set-up/first/{far.pk}/").status_code == 404
