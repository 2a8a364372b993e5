"""An empty portal: the first page sets it up, the checklist says what is missing, and soon a concern can be reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from incidents.models import Incident
from people.models import User
from portal.first_run import set_up_code
from schools.models import School, Trust
from tests.journeys.steps import Visitor

WORDS = "purple kettle sunday"


@pytest.fixture
def empty_site(transactional_db: None, settings: Any) -> Iterator[str]:
    """A portal that has just been started, and remembers nothing of the others."""
    settings.ALLOWED_HOSTS = ["localhost"]
    server = LiveServer("localhost")
    yield server.url
    server.stop()


def test_from_nothing_to_the_first_concern(empty_site: str, new_context: Any) -> None:
    def arrive() -> Visitor:
        return Visitor(new_context().new_page(), empty_site)

    tess = arrive()
    sets_the_portal_up(tess)
    tess.sees("Add the people who work here", "Say who holds each role").finds_it_in_order()
    appoints(tess)
    link_for_amal = invites(tess)
    tess.opens(f"/people/{User.objects.get(given_name='Hal').pk}/")
    link_for_hal = invites(tess)
    adds(tess, "Jo", "Bell", "Teaching staff")
    link_for_jo = invites(tess)
    tess.opens(f"/people/{User.objects.get(given_name='Jo').pk}/").sees("Invited on")
    assert tess.page.locator("#link").count() == 0

    jo = arrive()
    chooses_a_password(jo, link_for_jo, "jo.bell@ashdown.example")
    jo.opens("/report/").finds_it_in_order().sees("does not take reports here yet")

    amal, hal = arrive(), arrive()
    for person, link, name in (
        (amal, link_for_amal, "amal.haddad"),
        (hal, link_for_hal, "hal.head"),
    ):
        chooses_a_password(person, link, f"{name}@ashdown.example")
        person.opens("/account/phones/").finds_it_in_order().writes(
            "Phone in school hours", "01632 960114"
        ).presses("Save my numbers")
    for person, other in ((hal, "Amal Haddad"), (amal, "Hal Head")):
        person.opens("/to-confirm/").finds_it_in_order().sees(f"Is it {other}?")
        person.presses("I have spoken to them: it is they")
    reports(jo)
    assert Incident.objects.get().handler.given_name == "Amal"
    assert arrive().opens(link_for_jo).heading == "This link has been used or is too old"


def sets_the_portal_up(tess: Visitor) -> None:
    tess.opens("/").is_at("/first-run/").finds_it_in_order()
    tess.presses("Set up the portal").finds_it_in_order()
    assert tess.page.title().startswith("Error: ")
    tess.writes("Set-up code", set_up_code())
    tess.writes("What is your trust called?", "Northmoor Learning Trust")
    tess.writes("What is the first school called?", "Ashdown Academy")
    tess.writes("First name", "Tess").writes("Last name", "Quinn")
    tess.writes("Email address", "tess.quinn@ashdown.example").writes("Password", WORDS)
    tess.presses("Set up the portal").is_at("/set-up/")
    assert (Trust.objects.get().name, School.objects.get().name) == (
        "Northmoor Learning Trust",
        "Ashdown Academy",
    )


def adds(tess: Visitor, given: str, family: str, category: str) -> None:
    tess.opens("/set-up/").follows("Add the people who work here").finds_it_in_order()
    tess.selects("Where they work", "Ashdown Academy").writes("First name", given).writes(
        "Last name", family
    )
    tess.writes("Email address", f"{given}.{family}@ashdown.example".lower()).selects(
        "What they are here", category
    )
    tess.presses("Add this person").finds_it_in_order()
    assert tess.heading == f"{given} {family}"


def appoints(tess: Visitor) -> None:
    """The first ones, with the code that was given a moment ago."""
    tess.opens("/set-up/").follows("Say who holds each role").finds_it_in_order()
    for role, given, family in (
        ("headteacher", "Hal", "Head"),
        ("designated safeguarding lead", "Amal", "Haddad"),
    ):
        tess.writes(f"First name of the {role}", given).writes(f"Last name of the {role}", family)
        address = f"{given}.{family}@ashdown.example".lower()
        tess.writes(f"Email address of the {role}", address)
    tess.presses("Appoint them").finds_it_in_order().sees("Hal Head").follows("Amal Haddad")


def invites(tess: Visitor) -> str:
    """The link, shown this once because no mail server is set."""
    tess.presses("Invite to sign in").finds_it_in_order().sees("Hand over this link")
    return urlsplit(tess.page.locator("#link").input_value()).path


def chooses_a_password(person: Visitor, link: str, email: str) -> None:
    person.opens(link).finds_it_in_order()
    person.writes("New password", WORDS).writes("The same password again", WORDS).presses(
        "Save my password"
    )
    if person.path.startswith("/sign-in/"):
        person.signs_in(email, password=WORDS)
    person.opens("/").finds_it_in_order()
    expect(person.page.get_by_role("link", name="Report a concern").first).to_be_visible()


def reports(jo: Visitor) -> None:
    jo.opens("/report/").finds_it_in_order().sees("Amal Haddad", "01632 960114").follows(
        "Start a report"
    )
    jo.picks("Something else, or I am not sure").presses("Continue").picks(
        "Someone outside the school"
    ).presses("Continue")
    jo.writes("What happened?", "Somebody copies our page").presses("Continue").presses("Continue")
    jo.picks("No").presses("Continue").sees("Amal Haddad").presses(
        "Send to Amal Haddad"
    ).finds_it_in_order()
    jo.sees("Your report has been sent")
