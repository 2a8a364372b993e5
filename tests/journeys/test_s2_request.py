"""S2: a request on its happy path, from the first word to the open channel, each by its own person on its own day."""

from __future__ import annotations

import subprocess
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from accounts_registry.appendix1 import register_rows
from accounts_registry.models import Channel
from approvals.models import Decision, Request
from documents.models import Export
from notifications.models import Message
from reports import actions as exports
from reports.tasks import prepare
from tests.factories import (
    make_confirmed,
    make_person,
    make_policy,
    make_school,
    make_trained,
    make_trust,
)
from tests.journeys.steps import Arrives, Visitor, moment

GO_LIVE, FIRST_REVIEW = date(2026, 12, 7), date(2027, 12, 3)
NAME = "Geography@SSchool"


@pytest.fixture
def sschool(transactional_db: None) -> SimpleNamespace:
    """SSchool of QEGSMAT, and the people of the scenario in their posts."""
    trust = make_trust("QEGSMAT", short_name="qegsmat")
    school = make_school(trust, "SSchool")

    def at(title: str, name: str, *roles: str, **more: Any) -> Any:
        return make_person(name, *roles, title=title, trust=trust, school=school, **more)

    shah = at("Dr", "Ravinder Shah", "HEAD", post="Headteacher")
    lowe = at("Mrs", "Jane Lowe", "DHT", post="DHT", line_manager=shah)
    boyd = at(
        "Mrs", "Ann Boyd", post="HoD (Humanities)", line_manager=lowe, department="Humanities"
    )
    stuart = at("Miss", "Eve Stuart", post="Teacher of History", line_manager=boyd)
    grant = at("Mr", "Paul Grant", "ADMIN", post="Business Manager", line_manager=shah)
    at("Mrs", "Sue Finch", "DSL", post="DSL", line_manager=shah)
    at("Mr", "Sam Hill", "DDSL", post="Pastoral lead", line_manager=shah)
    nair = make_person(
        "Priya Nair", "COMMS", title="Ms", trust=trust, post="Communications Manager"
    )
    make_confirmed(make_policy(trust), boyd, stuart, grant)
    make_trained(boyd, stuart, grant)
    return SimpleNamespace(
        school=school,
        trust=trust,
        shah=shah,
        lowe=lowe,
        boyd=boyd,
        stuart=stuart,
        grant=grant,
        nair=nair,
    )


@pytest.mark.clause("I-A.3.2", "I-A.3.6", "I-B-2")
def test_geography_at_sschool_is_asked_for_signed_and_opened(
    sschool: SimpleNamespace, arrives: Arrives, time_machine: Any, weasyprint: Any
) -> None:
    time_machine.move_to(moment(date(2026, 10, 22)))
    boyd = arrives(sschool.boyd)
    draft(boyd)

    time_machine.move_to(moment(date(2026, 11, 2)))
    boyd.signs_in(sschool.boyd)
    assert send(boyd) == "awaiting_line_manager"
    assert told("request_copy") == [("Nair", date(2026, 11, 2))]

    time_machine.move_to(moment(date(2026, 11, 3)))
    agree(arrives(sschool.stuart))

    time_machine.move_to(moment(date(2026, 11, 4)))
    assert sign(arrives(sschool.lowe), sschool.lowe) == "awaiting_comms"

    time_machine.move_to(moment(date(2026, 11, 6)))
    assert sign(arrives(sschool.nair), sschool.nair, "Yes, as described") == "awaiting_head"

    time_machine.move_to(moment(date(2026, 11, 13)))
    head = arrives(sschool.shah)
    approvals = (
        "I approve the risk assessment.",
        "The school can spare the people and the time this channel needs.",
    )
    assert sign(head, sschool.shah, *approvals) == "approved"

    every_signature_is_kept()
    it_is_planned_and_not_on_the_register(sschool)
    assert NAME not in the_pdf(sschool, date(2026, 11, 13))

    time_machine.move_to(moment(date(2026, 12, 7)))
    do_the_opening_checks(arrives(sschool.grant))
    request, channel = Request.objects.get(), Channel.objects.get()
    assert (request.status, channel.status, channel.date_opened) == ("opened", "open", GO_LIVE)
    assert NAME in the_pdf(sschool, GO_LIVE)


# ---- What each does ----------------------------------------------------------------------------


def draft(boyd: Visitor) -> None:
    """She fills in the eight tasks, and stops once half-way."""
    boyd.opens("/requests/").follows("Ask for something new")
    boyd.finds_it_in_order().presses("Start a request")
    boyd.finds_it_in_order().follows("Say what it is for").finds_it_in_order()
    boyd.writes("What will you call this channel?", "Geography on X").picks(
        "A department or subject"
    )
    boyd.writes(
        "What do you want this channel to achieve?", "Fieldwork as it happens, for families."
    )
    boyd.writes(
        "Why is social media better for this than something we already have?",
        "Families look here first.",
    )
    boyd.writes("How will you know that it worked?", "More pupils choose geography.").presses(
        "Save and continue"
    )

    boyd.writes("What will you post?", "Fieldwork, results and news.").picks("No photos of pupils")
    boyd.picks("Yes", under="Will you use the school's name or logo?").presses(
        "Save and finish later"
    )
    boyd.sees("2 of 8").follows("Choose the platform")

    boyd.selects("Which platform will you use?", "X").writes("What account name do you want?", NAME)
    boyd.picks("The social media company itself", "Open: anybody can see it").presses(
        "Save and continue"
    )

    boyd.picks("Pupils of this school", "Parents and carers", "Anybody")
    boyd.writes("Age of the youngest pupils, if you ticked pupils", "13").writes(
        "Age of the oldest pupils", "18"
    )
    boyd.writes("How will people find out about it?", "The newsletter and the website.")
    boyd.writes("How will you reach people who do not use this platform?", "By letter.").presses(
        "Save and continue"
    )

    boyd.picks("Staff", under="Who can add posts or files?")
    boyd.picks("See posts", "React to posts").presses("Save and continue")

    for part in ("Administrator", "Moderator"):
        boyd.selects(f"{part} 1", "Ann Boyd").selects(f"{part} 2", "Eve Stuart")
    boyd.finds_it_in_order().presses("Add another person who posts")
    boyd.selects("Approved to post", "Ann Boyd").selects("Approved to post 2", "Eve Stuart")
    boyd.selects("Which post holds master administration?", "Business Manager").presses(
        "Save and continue"
    )

    boyd.writes(
        "What could go wrong, and what will you do about each?", "Abuse: private messages are off."
    )
    boyd.writes("How will you keep the account secure?", "Two steps to sign in.").presses(
        "Save and continue"
    )

    boyd.dates("When do you want to go live?", GO_LIVE)
    boyd.dates("When will you first look at how it is going?", FIRST_REVIEW)
    boyd.writes("What will happen to it when it ends?", "Its posts are kept for a year.")
    boyd.writes("How many hours a week will it take?", "1.5")
    boyd.writes(
        "Who looks after it in holidays, or when somebody is ill?", "They take turns."
    ).presses("Save and continue")
    assert boyd.heading.startswith("Check your answers")


def send(boyd: Visitor) -> str:
    boyd.opens("/requests/").follows("Geography on X")
    boyd.opens(boyd.path.replace("tasks/", "") + "check-answers/").finds_it_in_order()
    boyd.sees(
        "Jane Lowe", "Priya Nair", "Ravinder Shah", "7 December 2026", "Pupils of this school"
    )
    for statement in (
        "The account belongs to",
        "Everybody who runs it",
        "The account is not open yet",
    ):
        boyd.main.get_by_label(statement).check()
    boyd.presses("Send to Jane Lowe").finds_it_in_order().sees("Jane Lowe")
    return the_request().status


def agree(stuart: Visitor) -> None:
    stuart.opens(asked("agreement_asked", "Stuart")).presses("I agree to help run it").sees(
        "Eve Stuart"
    )


def sign(signer: Visitor, person: Any, *ticks: str) -> str:
    """From the e-mail to the signed decision; opening it changes nothing."""
    before = the_request().status
    signer.opens(asked("decision_asked", person.family_name)).finds_it_in_order()
    assert the_request().status == before
    signer.picks("Approve", *ticks).writes("Type your full name to sign", person.full_name)
    signer.presses("Sign and approve").finds_it_in_order()
    assert signer.heading == "You approved this request"
    return the_request().status


def do_the_opening_checks(grant: Visitor) -> None:
    grant.opens(Channel.objects.get().get_absolute_url()).finds_it_in_order()
    grant.follows("Do the opening checks").finds_it_in_order()
    grant.sees("Say where the login details are kept")
    grant.writes("Link to the account", "https://x.com/geogsschool")
    grant.picks(
        "The profile says that the account is the school's",
        "The school holds the master privileges and access permissions",
        "The school has editorial oversight of everything posted",
        "Only the staff who need administrator rights have them",
        "On",
        "Comments are checked after they show",
    )
    grant.writes("Where the login details are kept", "School safe")
    grant.selects("Which post looks after the login details", "Business Manager")
    grant.writes("Recovery email of the account", "social@school.example")
    grant.dates("When the privacy settings were checked", GO_LIVE)
    grant.writes("Link to the house rules", "https://school.example/rules").presses("Save checks")
    grant.sees("All checks are done").follows("Record that the channel is open").finds_it_in_order()
    grant.dates("When did it open?", GO_LIVE).presses("Open this channel")
    grant.finds_it_in_order().sees("7 December 2026")


# ---- What is then so ---------------------------------------------------------------------------


def every_signature_is_kept() -> None:
    signed = [
        (
            one.signer.full_name,
            one.capacity,
            one.signed_at.date(),
            one.brand,
            bool(one.statement),
            len(one.fingerprint),
        )
        for one in Decision.objects.order_by("signed_at")
    ]
    assert signed == [
        ("Jane Lowe", "DHT", date(2026, 11, 4), "", True, 64),
        ("Priya Nair", "Communications Manager", date(2026, 11, 6), "yes", True, 64),
        ("Ravinder Shah", "Headteacher", date(2026, 11, 13), "", True, 64),
    ]
    assert the_request().risk_approved_by.full_name == "Ravinder Shah"


def it_is_planned_and_not_on_the_register(sschool: SimpleNamespace) -> None:
    channel = Channel.objects.get()
    assert (channel.status, channel.date_opened) == ("planned", None)
    assert register_rows.rows(trust=sschool.trust, school_ids=None, as_at=date(2026, 11, 13)) == []


def the_pdf(sschool: SimpleNamespace, as_at: date) -> str:
    """The words of Appendix 1 as the worker makes it for Mr Grant."""
    export = exports.ask_for_export(
        kind="register_pdf",
        trust=sschool.trust,
        school=sschool.school,
        as_at=as_at,
        by=sschool.grant,
        at=moment(as_at, 12),
        waits=False,
    )
    prepare(str(export.pk))
    export = Export.objects.get(pk=export.pk)
    return subprocess.run(
        ["pdftotext", "-layout", export.file.path, "-"], check=True, capture_output=True, text=True
    ).stdout


def the_request() -> Request:
    return Request.objects.get()


def asked(kind: str, family_name: str) -> str:
    return (
        Message.objects.filter(kind=kind, recipient__family_name=family_name)
        .latest("created_at")
        .link
    )


def told(kind: str) -> list[tuple[str, date]]:
    return [
        (one.recipient.family_name, one.created_at.date())
        for one in Message.objects.filter(kind=kind)
    ]
