"""A few concerns: one nobody has opened, one being dealt with, one closed, one about an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from incidents import actions
from incidents.answers import Answers
from incidents.models import Incident
from portal.demo.story.cast import Stage
from portal.demo.story.people import MAREHAY, SOUTHFIELD


@dataclass(frozen=True)
class Report:
    reporter: str
    option: str
    kinds: tuple[str, ...]
    what: str
    days_ago: int
    about: tuple[str, ...] = ()
    school: str = SOUTHFIELD
    platform: str = "Instagram"
    account: str = ""
    when: str = "about 9pm last night"
    risk: str = "no"


NEW = Report(
    "Jo Bell",
    "pupil-contact",
    ("pupil",),
    "A pupil in year 9 sent a follow request to my own account, then a message asking what I was doing at the weekend. I have not answered.",
    0,
)
BEING_DEALT_WITH = Report(
    "Ines Moor",
    "harm-to-pupil",
    ("pupil",),
    "Two pupils told me that a group chat is passing round unkind pictures made from a classmate's school photo.",
    3,
    platform="WhatsApp",
    when="since last weekend",
)
CLOSED = Report(
    "Ada Hart",
    "pupil-contact",
    ("pupil",),
    "A former pupil, now in year 7 elsewhere, asked to follow the class teacher. She declined.",
    20,
    school=MAREHAY,
    when="on Sunday evening",
)
FAKE = Report(
    "Eve Stuart",
    "fake-account",
    ("outside",),
    "An account with our badge and the name Southfield Schoo1 is asking people to send money for a trip.",
    1,
    account="@southfieldschoo1",
    when="seen this morning",
)


def report_the_concerns(stage: Stage) -> None:
    send(stage, NEW)
    send(stage, FAKE)
    deal_with(stage, send(stage, BEING_DEALT_WITH))
    close(stage, send(stage, CLOSED))


def send(stage: Stage, report: Report) -> Incident:
    """As its reporter sent it."""
    school = stage.schools[report.school]
    answers = Answers(
        school=str(school.pk),
        option=report.option,
        kinds=list(report.kinds),
        people=[str(stage[name].pk) for name in report.about],
        what=report.what,
        platform=report.platform,
        account=report.account,
        when=report.when,
        risk=report.risk,
    )
    at = stage.ago(report.days_ago, 9) if report.days_ago else stage.at - timedelta(minutes=35)
    return actions.send_report(by=stage[report.reporter], school=school, answers=answers, at=at)


def deal_with(stage: Stage, incident: Incident) -> None:
    handler = incident.handler
    actions.mark_seen(incident=incident, by=handler, at=stage.ago(3, 9, 40))
    actions.add_entry(
        incident=incident,
        by=handler,
        kind="parent",
        text="Spoke to the parent of the pupil in the pictures. They had seen them and are grateful to be told.",
        at=stage.ago(2, 11),
    )
    actions.add_entry(
        incident=incident,
        by=handler,
        kind="decision",
        text="Head of year 9 will speak to the two pupils tomorrow with their parents. Reviewed again on Monday.",
        at=stage.ago(1, 15),
    )


def close(stage: Stage, incident: Incident) -> None:
    handler = incident.handler
    at = stage.ago(19, 12)
    actions.mark_seen(incident=incident, by=handler, at=at)
    actions.record_outcome(
        incident=incident,
        by=handler,
        outcome="in-school",
        reason="The pupil's new school has been told.",
        at=at,
    )
    actions.close(incident=incident, by=handler, safeguarding_reference="SG-2041", at=at)
