"""A concern reaches the right person and nobody else: reported, seen, carried on and closed; about a lead, about the head; left in a hurry."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from incidents.models import Incident
from incidents.report.report_options import OPTIONS, Option
from notifications.models import Message
from tests.cast import Cast
from tests.journeys.steps import Arrives, Visitor, moment

TODAY = date(2026, 11, 20)
SECRET = "Kacper showed me the messages from Zebedee"
CONTACTED, BEHAVIOUR = (
    "A pupil has contacted an adult who works here",
    "Behaviour of an adult who works here that worries you",
)
LEAD = "The designated safeguarding lead or a deputy"


@pytest.fixture(autouse=True)
def friday_morning(time_machine: Any) -> None:
    time_machine.move_to(moment(TODAY, 10))


def test_the_lead_gets_it_sees_it_and_closes_it(cast: Cast, arrives: Arrives) -> None:
    teacher = arrives(cast.teacher)
    teacher.opens("/").follows("Report a concern").finds_it_in_order()
    teacher.sees("Call 999 if", "Amal Haddad", "01632 960114")
    assert_no_upload(teacher)
    teacher.follows("Start a report").finds_it_in_order()
    assert teacher.page.get_by_role("radio").count() == len(OPTIONS) == 12
    writes_it_down(teacher, CONTACTED, "A pupil", looking_at_each_page=True)

    teacher.sees("Amal Haddad", "Sam Hill", "Check your report before sending")
    teacher.finds_it_in_order().presses("Send to").finds_it_in_order().sees(
        "Your report has been sent"
    )
    teacher.sees_nothing_of(SECRET)
    assert letters() == {"Haddad": 1}
    reference = Incident.objects.get().reference

    lead = arrives(cast.dsl)
    lead.opens(letter_to("Haddad").link).finds_it_in_order().presses(
        "Mark as seen"
    ).finds_it_in_order()
    adds_to_the_chronology(lead)
    records_a_referral(lead)
    closes(lead)
    assert Incident.objects.get().status == "closed"

    for other in (cast.head, cast.colleague, cast.office, cast.admin):
        stranger = arrives(other).opens(f"/concerns/{reference.lower()}/")
        stranger.sees_nothing_of(SECRET, reference)
        assert stranger.main.get_by_text("Page not found").count() == 1


def test_about_a_safeguarding_lead_it_goes_to_the_head(cast: Cast, arrives: Arrives) -> None:
    teacher = arrives(cast.teacher).opens("/report/step/1/")
    writes_it_down(teacher, BEHAVIOUR, LEAD, person="Amal Haddad")
    told = told_now(teacher)
    assert "Priya Nair" in told and "Amal Haddad" not in told
    teacher.presses("Send to Priya Nair").sees("Your report has been sent")
    assert "Nair" in letters() and "Haddad" not in letters()

    lead = arrives(cast.dsl).opens("/concerns/")
    lead.sees_nothing_of(Incident.objects.get().reference)
    head = (
        arrives(cast.head).opens(letter_to("Nair").link).presses("Mark as seen").finds_it_in_order()
    )
    head.opens(Incident.objects.get().get_absolute_url()).sees(SECRET)


def test_about_the_head_it_goes_to_the_chief_executive_and_the_chair(
    cast: Cast, arrives: Arrives
) -> None:
    teacher = arrives(cast.teacher).opens("/report/step/1/")
    writes_it_down(teacher, BEHAVIOUR, "The headteacher")
    told = told_now(teacher)
    assert "Ruth Marsh" in told and "Ivor Day" in told and "Priya Nair" not in told
    teacher.finds_it_in_order().presses("Send to").sees("Your report has been sent")
    assert {"Marsh", "Day"} <= set(letters()) and "Nair" not in letters()
    reference = Incident.objects.get().reference.lower()
    arrives(cast.head).opens(f"/concerns/{reference}/").sees_nothing_of(SECRET, reference.upper())
    arrives(cast.chair).opens(f"/concerns/{reference}/").sees("Restricted").finds_it_in_order()


def test_leaving_in_a_hurry_locks_the_door_and_keeps_the_draft(
    cast: Cast, arrives: Arrives
) -> None:
    teacher = arrives(cast.teacher)
    cast.trust.exit_page_url = teacher.site + "/cookies/"  # a page that tells nothing, and is near
    cast.trust.save()
    teacher.opens("/report/step/1/").picks(CONTACTED).presses("Continue").picks("A pupil").presses(
        "Continue"
    )
    teacher.writes("What happened?", SECRET).presses("Emergency: Exit this page").is_at("/cookies/")

    teacher.page.go_back()
    expect(teacher.page.locator("h1")).to_have_text("Sign in")
    teacher.sees_nothing_of(SECRET)
    assert teacher.opens("/report/step/3/").heading == "Sign in"

    teacher.signs_in(cast.teacher).opens("/report/").follows("Carry on with your report")
    teacher.opens("/report/step/3/")
    expect(teacher.page.get_by_label("What happened?")).to_have_value(SECRET)
    teacher.presses("Continue").finds_it_in_order()


@pytest.mark.parametrize(
    "option", [option for option in OPTIONS if option.page], ids=lambda option: option.page
)
def test_an_image_or_a_threat_is_met_with_what_not_to_do_and_no_way_to_attach_it(
    cast: Cast, arrives: Arrives, option: Option
) -> None:
    teacher = arrives(cast.teacher).opens("/report/step/1/").picks(option.words).presses("Continue")
    assert teacher.path == "/report/before-you-go-on/"
    assert_no_upload(teacher)
    teacher.finds_it_in_order().follows("Continue").picks("A pupil").presses("Continue")
    teacher.writes("What happened?", SECRET).presses("Continue").presses("Continue").picks(
        "Yes"
    ).presses("Continue")
    assert teacher.path == "/report/call/"
    assert_no_upload(teacher)
    teacher.finds_it_in_order().sees("Amal Haddad", "01632 960114").sees_nothing_of(SECRET)


# ---- What each does ----------------------------------------------------------------------------


def writes_it_down(
    teacher: Visitor,
    option: str,
    kind: str,
    *,
    person: str = "",
    looking_at_each_page: bool = False,
) -> None:
    """The five questions, as far as the names of those who will see it."""

    def look() -> None:
        assert_no_upload(teacher)
        if looking_at_each_page:
            teacher.finds_it_in_order()

    teacher.picks(option).presses("Continue")
    look()
    teacher.picks(kind).presses("Continue")
    if person:
        assert_no_upload(teacher)
        teacher.finds_it_in_order()
        teacher.main.get_by_role("checkbox", name=re.compile(person)).check()
        teacher.presses("Continue")
    look()
    teacher.writes("What happened?", SECRET).presses("Continue")
    look()
    teacher.writes("Platform or app", "Snapchat").presses("Continue")
    look()
    teacher.picks("No").presses("Continue")
    look()
    assert Incident.objects.count() == 0
    assert not Message.objects.filter(kind="concern").exists()


def adds_to_the_chronology(lead: Visitor) -> None:
    lead.opens(Incident.objects.get().get_absolute_url()).follows(
        "Add to the chronology"
    ).finds_it_in_order()
    lead.page.get_by_role("radio").first.check()
    lead.writes("What happened?", "I spoke to the mother").presses(
        "Add to the chronology"
    ).finds_it_in_order()
    lead.opens(Incident.objects.get().get_absolute_url() + "chronology/").finds_it_in_order().sees(
        "I spoke to the mother"
    )


def records_a_referral(lead: Visitor) -> None:
    lead.opens(Incident.objects.get().get_absolute_url()).follows(
        "Record a referral"
    ).finds_it_in_order()
    lead.picks("Local authority designated officer (LADO)").dates(
        "When did you make the referral?", TODAY
    )
    lead.picks("No", under="Do they ask you to wait before you do more?").presses(
        "Record a referral"
    )
    lead.finds_it_in_order().sees("Local authority designated officer")


def closes(lead: Visitor) -> None:
    lead.opens(Incident.objects.get().get_absolute_url()).follows(
        "Record the outcome"
    ).finds_it_in_order()
    lead.picks("Dealt with in school").writes("Why?", "The account is closed").presses(
        "Record the outcome"
    )
    lead.opens(Incident.objects.get().get_absolute_url()).follows(
        "Close this concern"
    ).finds_it_in_order()
    lead.main.get_by_label("Reference in your safeguarding system").fill("MC-118")
    lead.presses("Close this concern").finds_it_in_order()


# ---- What is then so ---------------------------------------------------------------------------


def assert_no_upload(visitor: Visitor) -> None:
    assert visitor.page.locator("input[type=file]").count() == 0


def told_now(teacher: Visitor) -> str:
    return teacher.main.locator("ul").first.inner_text()


def letters() -> dict[str, int]:
    """How many e-mails each got; not one says a word of what was reported."""
    sent = Message.objects.filter(kind="concern").select_related("recipient")
    for letter in sent:
        assert not re.search(
            "Kacper|Zebedee|pupil|Haddad|Snapchat|contact",
            letter.subject + letter.text.replace(letter.recipient.family_name, ""),
            re.IGNORECASE,
        ), letter.text
    found: dict[str, int] = {}
    for letter in sent:
        found[letter.recipient.family_name] = found.get(letter.recipient.family_name, 0) + 1
    return found


def letter_to(family_name: str) -> Message:
    return Message.objects.filter(kind="concern", recipient__family_name=family_name).latest(
        "created_at"
    )
