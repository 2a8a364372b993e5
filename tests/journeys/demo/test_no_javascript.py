"""The five things to try, as the demo offers them, in a browser without JavaScript."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from approvals.models import Request
from demo.people import THINGS
from documents.models import Export
from incidents.models import Incident
from people.models import Absence
from reports.tasks import prepare
from schools.models import Trust
from tests.journeys.steps import Arrives, Visitor

TITLES = [thing.title for thing in THINGS]


@pytest.fixture
def begins(becomes: Arrives):
    """Press the button of one thing to try."""

    def begin(title: str) -> Visitor:
        visitor = becomes(java_script_enabled=False).opens("/").is_at("/demo/")
        position = TITLES.index(title)
        with visitor.page.expect_navigation():
            visitor.main.locator("form:has(input[name=start]) button").nth(position).click()
        return visitor

    return begin


def test_deciding_a_request(begins) -> None:
    head = begins("Decide a request")
    reference = head.path.split("/")[2].upper()
    head.picks("Send back for changes").presses("Sign or continue")
    head.picks("Plan dates and cover").writes(
        "What needs to change?", "Say who looks after it in the holidays."
    )
    head.writes("Type your full name to sign", "Priya Nair").presses("Sign and send back")
    assert head.heading == "You sent this request back"
    assert Request.objects.get(reference=reference).status == "returned"
    the_demo_leads_on(head)


def test_reporting_a_concern(begins) -> None:
    before = Incident.objects.count()
    eve = begins("Report a concern and see who gets it").sees("Call 999 if").follows("a report")
    eve.picks("A pupil has contacted an adult who works here").presses("Continue").picks(
        "A pupil"
    ).presses("Continue")
    eve.writes("What happened?", "A message at night").presses("Continue").presses(
        "Continue"
    ).picks("No").presses("Continue")
    eve.sees("Amal Haddad").presses("Send to").sees("Your report has been sent")
    assert Incident.objects.count() == before + 1
    eve.sees_nothing_of("A message at night")


def test_leaving_the_report_in_a_hurry(begins) -> None:
    eve = begins("Report a concern and see who gets it")
    Trust.objects.update(
        exit_page_url=eve.site + "/cookies/"
    )  # a page that tells nothing, and is near
    eve.follows("a report").presses("Emergency: Exit this page").is_at("/cookies/")
    assert eve.opens("/report/step/1/").heading == "Sign in"


def test_printing_the_register(begins) -> None:
    tom = (
        begins("Print the register")
        .presses("Download Appendix 1 (PDF)")
        .sees("Preparing your download")
    )
    with tom.page.expect_download() as waiting:
        prepare(str(Export.objects.latest("asked_at").pk))
    assert waiting.value.path().read_bytes().startswith(b"%PDF")


def test_asking_for_a_channel(begins) -> None:
    """Whatever the draft still lacks is asked for; then it is sent."""
    jo = begins("Ask for a channel")
    reference = jo.path.split("/")[2].upper()
    for task in unfinished(jo):
        jo.opens(f"/requests/{reference.lower()}/tasks/")
        jo.follows(task)
        ANSWERS[task](jo)
        jo.presses("Save and continue")
    assert jo.heading.startswith("Check your answers"), jo.main.inner_text()
    for box in jo.main.get_by_role("checkbox").all():
        box.check()
    jo.presses("Send to")
    assert Request.objects.get(reference=reference).status == "awaiting_line_manager"
    the_demo_leads_on(jo)


def test_booking_time_away(begins) -> None:
    eve = begins("Book time away")
    first = timezone.localdate() + timedelta(days=24)
    eve.dates("First day away", first).dates("Last day away", first + timedelta(days=4)).presses(
        "Continue"
    )
    eve.sees("Check your time away").presses("Save my time away").sees("History@SSchool")
    assert Absence.objects.filter(
        person__email="eve.stuart@northmoor.example", start_date=first
    ).exists()


# ---- Parts -------------------------------------------------------------------------------------


def the_demo_leads_on(visitor: Visitor) -> None:
    """Who was told, their e-mail, and the way to be them."""
    visitor.sees("Who was told")
    with visitor.page.expect_navigation():
        visitor.main.get_by_role("button", name=re.compile("^Continue as")).first.click()
    assert visitor.page.locator("body").get_by_text("You are").count()


def unfinished(jo: Visitor) -> list[str]:
    rows = jo.main.locator(".govuk-task-list__item")
    return [
        row.locator("a").inner_text().strip()
        for row in rows.all()
        if row.locator("a").count() and "Completed" not in row.inner_text()
    ]


def platform(jo: Visitor) -> None:
    jo.selects("Which platform will you use?", "Instagram").writes(
        "What account name do you want?", "@SouthfieldPE"
    )
    jo.picks("The social media company itself", "Open: anybody can see it")


def safety(jo: Visitor) -> None:
    jo.writes(
        "What could go wrong, and what will you do about each?",
        "Abuse: comments are off, and 2 people look each day.",
    )
    jo.writes("How will you keep the account secure?", "Two steps to sign in.")


def people(jo: Visitor) -> None:
    for part in ("Administrator", "Moderator"):
        jo.selects(f"{part} 1", "Jo Bell").selects(f"{part} 2", "Lena Fox")
    jo.selects("Approved to post", "Jo Bell").selects(
        "Which post holds master administration?", "Business"
    )


def dates(jo: Visitor) -> None:
    jo.dates("When do you want to go live?", later(40)).dates(
        "When will you first look at how it is going?", later(400)
    )
    jo.writes("What will happen to it when it ends?", "Its posts are kept.").writes(
        "How many hours a week will it take?", "1.5"
    )
    jo.writes("Who looks after it in holidays, or when somebody is ill?", "We take turns.")


def later(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


ANSWERS = {
    "Choose the platform": platform,
    "Name who will run it": people,
    "Set out safety and moderation": safety,
    "Plan dates and cover": dates,
}
