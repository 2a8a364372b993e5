"""A few concerns: one nobody has opened, one being dealt with, one closed, one about an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.story.calendar import monday_of
from demo.story.cast import Stage
from demo.story.moments import DAY, Strand, in_words
from demo.story.staff import MAREHAY, SOUTHFIELD
from incidents import actions
from incidents.models import Incident
from incidents.report.answers import Answers
from schools.calendar import add_working_days


@dataclass(frozen=True)
class Report:
    """What somebody reported; `when` names days before the report, which are filled in as it is sent."""

    reporter: str
    option: str
    kinds: tuple[str, ...]
    what: str
    when: str
    about: tuple[str, ...] = ()
    school: str = SOUTHFIELD
    platform: str = "Instagram"
    account: str = ""
    risk: str = "no"


NEW = Report(
    "Jo Bell",
    "pupil-contact",
    ("pupil",),
    "A pupil in year 9 sent a follow request to my own account, then a message asking what I was doing at the weekend. I have not answered.",
    "about 9pm on {day_before}",
)
BEING_DEALT_WITH = Report(
    "Ines Moor",
    "harm-to-pupil",
    ("pupil",),
    "Two pupils told me that a group chat is passing round unkind pictures made from a classmate's school photo.",
    "since {saturday_before}",
    platform="WhatsApp",
)
CLOSED = Report(
    "Ada Hart",
    "pupil-contact",
    ("pupil",),
    "A former pupil, now in year 7 elsewhere, asked to follow the class teacher. She declined.",
    "on the evening of {sunday_before}",
    school=MAREHAY,
)
FAKE = Report(
    "Eve Stuart",
    "fake-account",
    ("outside",),
    "An account with our badge and the name Southfield Schoo1 is asking people to send money for a trip.",
    "seen on {day_before} in the evening",
    account="@southfieldschoo1",
)


def report_something_new(stage: Stage) -> Strand:
    """Half an hour ago, at whatever hour: nobody has opened it."""
    at = yield stage.at - timedelta(minutes=35)
    send(stage, NEW, at)


def report_a_fake_account(stage: Stage) -> Strand:
    """Seen by whom it went to, and not dealt with yet."""
    at = yield stage.ago(1, 9)
    incident = send(stage, FAKE, at)
    at = yield stage.ago(1, 9, 40)
    actions.mark_seen(incident=incident, by=incident.handler, at=at)


def send(stage: Stage, report: Report, at: datetime) -> Incident:
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
        when=report.when.format(**days_before(at)),
        risk=report.risk,
    )
    return actions.send_report(by=stage[report.reporter], school=school, answers=answers, at=at)


def days_before(at: datetime) -> dict[str, str]:
    """The days that a report may name, all of them over when it was sent."""
    monday = monday_of(at.date())
    return {
        "day_before": in_words(at.date() - DAY),
        "saturday_before": in_words(monday - 2 * DAY),
        "sunday_before": in_words(monday - DAY),
    }


def deal_with_a_concern(stage: Stage) -> Strand:
    at = yield stage.ago(3, 9)
    incident = send(stage, BEING_DEALT_WITH, at)
    handler = incident.handler
    at = yield stage.ago(3, 9, 40)
    actions.mark_seen(incident=incident, by=handler, at=at)
    at = yield stage.ago(2, 11)
    actions.add_entry(
        incident=incident,
        by=handler,
        kind="parent",
        text="Spoke to the parent of the pupil in the pictures. They had seen them and are grateful to be told.",
        at=at,
    )
    at = yield stage.ago(1, 15)
    meeting = add_working_days(at.date(), 1)
    review = add_working_days(meeting, 5)
    actions.add_entry(
        incident=incident,
        by=handler,
        kind="decision",
        text=f"Head of year 9 will speak to the two pupils with their parents on {in_words(meeting)}. "
        f"To be reviewed on {in_words(review)}.",
        at=at,
    )


def close_a_concern(stage: Stage) -> Strand:
    at = yield stage.ago(20, 9)
    incident = send(stage, CLOSED, at)
    handler = incident.handler
    at = yield stage.ago(19, 12)
    actions.mark_seen(incident=incident, by=handler, at=at)
    actions.record_outcome(
        incident=incident,
        by=handler,
        outcome="in-school",
        reason="The pupil's new school has been told.",
        at=at,
    )
    actions.close(incident=incident, by=handler, safeguarding_reference="SG-2041", at=at)
