"""The first page of an empty portal, and the list of what is still missing."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.http import Http404
from django.test import Client
from django.utils import timezone

from access.roles import Permission
from audit.models import Entry
from people import actions as people
from people.models import User
from portal import first_run, set_up
from schools.models import School, Trust
from schools.policy_settings import value
from tests.cast import Cast
from tests.factories import NOW, TODAY, give_role, make_person, make_policy, make_school, make_trust

FACTS = {
    "trust": "Northmoor Learning Trust",
    "preset": "QEGSMAT",
    "school": "Ashdown Academy",
    "urn": "138130",
    "given_name": "Tess",
    "family_name": "Cole",
    "email": "Tess.Cole@northmoor.example",
    "password": "three stout otters",
    "code": first_run.set_up_code(),
}
NO_CODE = {**FACTS, "code": ""}


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/channels/", "/sign-in/", "/verify/", "/settings/", "/nowhere/"]
)
def test_every_page_of_an_empty_portal_leads_to_its_set_up(client: Client, path: str) -> None:
    assert client.get(path).headers["Location"] == "/first-run/"


@pytest.mark.django_db
def test_setting_up_in_one_go(client: Client) -> None:
    assert "This portal is empty." in words(client.get("/first-run/"))
    response = client.post("/first-run/", FACTS, follow=True)
    assert response.redirect_chain == [("/set-up/", 302)]
    assert "Northmoor Learning Trust is set up, and you are signed in." in words(response)
    trust, school, person = (
        Trust.objects.get(),
        School.objects.get(),
        User.objects.get(is_system=False),
    )
    assert (trust.preset, trust.email_domains) == ("QEGSMAT", ["northmoor.example"])
    assert value("min_admins", school=school) == 1
    assert (school.slug, school.urn) == ("ashdown-academy", "138130")
    assert person.check_password("three stout otters")
    held = {role.role: role for role in person.roles_on(date.today())}
    assert held.keys() == {"STAFF", "TADMIN"} and held["TADMIN"].is_trust_wide
    events = set(Entry.objects.values_list("event", flat=True))
    assert {"trust.created", "school.added", "person.added", "role.given"} <= events


@pytest.mark.django_db
def test_of_two_who_set_it_up_at_once_the_second_finds_no_such_page(client: Client) -> None:
    """Both had passed the first look at whether there is a trust."""
    first_run.set_up(FACTS, at=timezone.now())
    with pytest.raises(Http404):
        first_run.set_up({**FACTS, "trust": "Another", "school": "Another"}, at=timezone.now())
    assert Trust.objects.count() == 1


@pytest.mark.django_db
def test_afterwards_there_is_no_such_page(client: Client, cast: Cast) -> None:
    assert client.get("/first-run/").status_code == 404
    assert client.post("/first-run/", FACTS).status_code == 404
    assert Trust.objects.count() == 2
    assert (
        client.get("/").status_code == 302 and client.get("/").headers["Location"] != "/first-run/"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"trust": ""}, "Enter what your trust is called"),
        ({"school": ""}, "Enter what the first school is called"),
        ({"urn": "12"}, "The URN must be 6 numbers"),
        ({"email": "tess"}, "Enter an email address in the correct format"),
        ({"password": "short"}, "Password must be 12 characters or more"),
        ({"password": "password1234"}, "Choose a password that is harder to guess"),
        (
            {"password": "tess.cole@northmoor"},
            "Choose a password that is not like your name or email address",
        ),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    client: Client, changes: dict, says: str
) -> None:
    response = client.post("/first-run/", {**FACTS, **changes})
    page = words(response)
    assert says in page and "<title>Error: Set up the portal" in page
    assert 'value="Tess"' in page and "three stout otters" not in page
    assert not Trust.objects.exists() and not User.objects.filter(is_system=False).exists()


@pytest.mark.django_db
def test_it_asks_for_the_code_everywhere(client: Client) -> None:
    assert "Set-up code" in words(client.get("/first-run/"))
    assert "Enter the set-up code" in words(client.post("/first-run/", NO_CODE))
    wrong = client.post("/first-run/", {**FACTS, "code": "ABCDEFGHIJKL"})
    assert "This is not the set-up code." in words(wrong)
    assert not Trust.objects.exists()
    code = first_run.set_up_code().lower()
    typed = f"{code[:4]} {code[4:]}"
    assert client.post("/first-run/", {**FACTS, "code": typed}).headers["Location"] == "/set-up/"


@pytest.mark.django_db
def test_the_code_belongs_to_this_portal(settings, capsys) -> None:
    code = first_run.set_up_code()
    assert len(code) == 12 and code == first_run.set_up_code()
    assert code in first_run.announcement("http://127.0.0.1:8000/")
    call_command("set_up_code")
    assert capsys.readouterr().out.strip() == code
    settings.SECRET_KEY = "another"
    assert first_run.set_up_code() != code


def test_once_set_up_the_server_prints_no_code(cast: Cast) -> None:
    assert first_run.announcement("http://127.0.0.1:8000/") == ""
    with pytest.raises(CommandError):
        call_command("set_up_code")


@pytest.mark.django_db
def test_the_form_needs_its_token() -> None:
    assert Client(enforce_csrf_checks=True).post("/first-run/", FACTS).status_code == 403
    assert not Trust.objects.exists()


def test_the_list_ends_when_all_is_done(cast: Cast, client: Client) -> None:
    trust = make_trust("Small Trust")
    school = make_school(trust, "Small School")
    admin = make_person("Ann Boss", "TADMIN", trust=trust)
    School.objects.filter(pk=school.pk).update(takes_reports_since=None)
    undone = {gap.sentence for gap in set_up.gaps(trust, TODAY) if not gap.done}
    assert any(one.startswith("Headteacher and safeguarding lead sign in") for one in undone)
    School.objects.filter(pk=school.pk).update(takes_reports_since=NOW)
    assert "Publish the first policy" in undone and "Add the people who work here" in undone
    assert any(sentence.startswith("Say who holds each role: headteacher,") for sentence in undone)
    assert "Safeguarding leads enter their phone numbers" in undone
    lead = make_person("Di Lead", "DSL", trust=trust, school=school)
    deputy = make_person("Dee Puty", "DDSL", trust=trust, school=school, phone="01632 960001")
    make_person("Hal Head", "HEAD", trust=trust, school=school)
    give_role(deputy, "ADMIN", trust=trust, school=school)
    give_role(admin, "COMMS", trust=trust)
    make_policy(trust)
    undone = [gap for gap in set_up.gaps(trust, TODAY) if not gap.done]
    assert [gap.sentence for gap in undone] == [
        "Safeguarding leads enter their phone numbers",
        "Add a chair or vice-chair, so that two people can confirm a new head or lead",
        "Let the portal send e-mail",
        "Put the first channels on the register",
    ]
    assert str(lead.pk) in undone[0].url
    client.force_login(admin)
    assert "8 of 12 done" in words(client.get("/set-up/"))


def test_the_list_asks_for_the_numbers_and_leads_where_a_role_is_given(cast: Cast) -> None:
    trust = make_trust("Small Trust")
    school = make_school(trust, "Small School", lado_phone="")
    gaps = {gap.sentence: gap for gap in set_up.gaps(trust, TODAY)}
    numbers = "Enter the local authority’s numbers: children’s social care and the LADO"
    assert not gaps[numbers].done and "/details/" in gaps[numbers].url

    def roles() -> str:
        return next(
            gap.url for gap in set_up.gaps(trust, TODAY) if "holds each role" in gap.sentence
        )

    assert "/set-up/first/" in roles()
    for role in ("HEAD", "DSL", "DDSL"):
        make_person(f"{role} Person", role, trust=trust, school=school)
    assert "/set-up/first/" not in roles() and f"school={school.pk}" in roles()


def test_the_list_is_for_the_administrator(cast: Cast, client: Client) -> None:
    for person, status in ((cast.admin, 200), (cast.head, 403), (cast.office, 403)):
        client.force_login(person)
        assert client.get("/set-up/").status_code == status
    assert Permission.TRUST_SET_UP


def test_the_cost_of_the_list_does_not_grow_with_the_schools(
    cast: Cast, django_assert_max_num_queries
) -> None:
    for number in range(6):
        make_school(cast.trust, f"School {number} of six")
    with django_assert_max_num_queries(7):
        set_up.gaps(cast.trust, TODAY)


def test_the_first_password_warns_nobody(cast: Cast) -> None:
    from notifications.models import Message

    people.choose_password(by=cast.teacher, password="four stout otters", at=NOW)
    assert cast.teacher.check_password("four stout otters")
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_schools_that_came_first_are_taken_over(client: Client) -> None:
    trust = make_trust("Northmoor Learning Trust")
    school = make_school(trust, "Ashdown Academy", urn="138130")
    assert client.get("/").headers["Location"] == "/first-run/"
    response = client.post("/first-run/", FACTS, follow=True)
    assert response.redirect_chain == [("/set-up/", 302)]
    assert (Trust.objects.get(), School.objects.get()) == (trust, school)
    trust.refresh_from_db()
    assert (trust.preset, trust.email_domains) == ("QEGSMAT", ["northmoor.example"])
    assert User.objects.get(is_system=False).trust == trust


@pytest.mark.django_db
def test_too_long_a_name_is_said_in_our_words(client: Client) -> None:
    page = words(client.post("/first-run/", {**FACTS, "trust": "x" * 300}))
    assert page.count("Enter 200 characters or fewer. You have entered 300") == 2
