"""One real record of each model that an address guards, at the first school of the cast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from accounts_registry.models import Channel, ChannelPerson, Cover
from approvals.models import Request, Stage
from incidents.hand_over.models import HandOver, HandOverQuestion
from incidents.models import Incident, Reader
from notifications.models import Message
from people.appointments import actions as appointments
from people.appointments.models import Appointment
from people.lines import actions as lines
from people.lines.changes import LineChange
from people.models import Post, RoleAssignment, Training
from people.way_in import actions as way_in_actions
from people.way_in.models import WayInChange
from platforms.models import Platform
from policies.models import PolicyVersion
from register_imports.models import RegisterImport
from tests.cast import Cast
from tests.factories import LONG_AGO, NOW, TODAY, make_away, make_policy
from watch_list.models import WatchedAccount


def channel(cast: Cast) -> Channel:
    """An open channel: on the register that the whole trust reads."""
    return _channel(cast, "open")


def planned_channel(cast: Cast) -> Channel:
    return _channel(cast, "planned")


def _channel(cast: Cast, status: str) -> Channel:
    row = Channel.objects.create(
        reference="CH9001",
        trust=cast.trust,
        school=cast.school,
        platform=Platform.objects.get(code="x"),
        account_name="@Sample",
        identity="x:sample",
        status=status,
    )
    ChannelPerson.objects.create(
        channel=row, part="moderator", person=cast.colleague, start_date=LONG_AGO
    )
    return row


def request(cast: Cast) -> Request:
    """A request that waits for the line manager."""
    row = Request.objects.create(
        reference="RQ9001",
        trust=cast.trust,
        school=cast.school,
        author=cast.teacher,
        line_manager=cast.line_manager,
        status="awaiting_line_manager",
        title="Sample",
        revision=1,
        created_at=NOW,
        edited_at=NOW,
        sent_at=NOW,
    )
    Stage.objects.create(
        request=row,
        revision=1,
        position=1,
        code="line_manager",
        signer=cast.line_manager,
        state="current",
        since=NOW,
    )
    return row


def incident(cast: Cast) -> Incident:
    """A concern that only the DSL can open."""
    row = Incident.objects.create(
        reference="C-7K4P-29XM",
        trust=cast.trust,
        school=cast.school,
        reported_by=cast.teacher,
        logged_by=cast.teacher,
        reported_at=NOW,
        option="pupil-contact",
        child_at_risk="no",
        tier="VIS-3",
        route="M5",
        handler=cast.dsl,
    )
    Reader.objects.create(
        incident=row, person=cast.dsl, capacity="DSL", may_handle=True, added_at=NOW
    )
    return row


def hand_over(cast: Cast) -> HandOver:
    """The deputy becomes lead tomorrow: the lead is asked what she hands over."""
    held = {"role": "DSL", "trust": cast.trust, "school": cast.school}
    ending = cast.dsl.assignments.get(role="DSL")
    ending.end_date = NOW.date()
    ending.save()
    beginning = RoleAssignment.objects.create(
        person=cast.deputy_dsl, start_date=date(2026, 11, 21), given_at=NOW, **held
    )
    row = HandOver.objects.create(ending=ending, beginning=beginning, asked_on=NOW.date(), **held)
    HandOverQuestion.objects.create(hand_over=row, person=cast.dsl, asked_on=NOW.date())
    return row


def cover(cast: Cast) -> Cover:
    return Cover.objects.create(
        channel=channel(cast),
        person=cast.colleague,
        start_date=date(2026, 12, 1),
        end_date=date(2026, 12, 2),
        asked_by=cast.comms,
        asked_at=NOW,
    )


def watched(cast: Cast) -> WatchedAccount:
    """A teacher's own account with a notice out."""
    return WatchedAccount.objects.create(
        reference="WA9001",
        trust=cast.trust,
        school=cast.school,
        platform=Platform.objects.get(code="x"),
        account_name="@SampleHistory",
        kind="quasi_school",
        status="notice_sent",
        holder=cast.teacher,
        found_on=NOW.date(),
        found_by=cast.comms,
        notice_sent_on=NOW.date(),
        notice_text="Convert, rename or close it",
        answer_by=date(2026, 12, 4),
        next_check_on=date(2026, 12, 4),
    )


def version(cast: Cast) -> PolicyVersion:
    return make_policy(cast.trust)


def training(cast: Cast) -> Training:
    return Training.objects.create(
        person=cast.teacher,
        completed_on=date(2026, 1, 1),
        expires_on=date(2027, 1, 1),
        recorded_by=cast.comms,
    )


def letter(cast: Cast) -> Message:
    """A letter to a teacher that was refused."""
    return Message.objects.create(
        key="sample:1",
        kind="test",
        recipient=cast.teacher,
        address=cast.teacher.email or "",
        subject="Sample",
        text="Dear Jo",
        state="failed",
        created_at=NOW,
        next_try_at=NOW,
    )


def register_import(cast: Cast) -> RegisterImport:
    """A sheet that waits to be looked at."""
    return RegisterImport.objects.create(
        reference="2026-11-20-01",
        trust=cast.trust,
        school=cast.school,
        file_name="register.csv",
        lines=[[1, ["Platform", "Account name"]], [2, ["X", "@Sample"]]],
        first_row=2,
        columns={"platform": 0, "account": 1},
        uploaded_by=cast.office,
        uploaded_at=NOW,
    )


def way_in(cast: Cast) -> WayInChange:
    """A new link for the DSL, which the head may confirm."""
    return way_in_actions.propose_way_in(person=cast.dsl, sends_link=True, by=cast.office, at=NOW)


def appointment(cast: Cast) -> Appointment:
    """A deputy lead, whom the head may confirm."""
    return appointments.propose(
        person=cast.colleague,
        role="DDSL",
        trust=cast.trust,
        school=cast.school,
        start_date=TODAY,
        by=cast.office,
        at=NOW,
    )


def line_change(cast: Cast) -> LineChange:
    """Another line manager for the teacher, which the head may confirm."""
    change = lines.propose_line(
        person=cast.teacher, manager=cast.deputy_head, by=cast.office, at=NOW
    )
    assert change
    return change


SAMPLES: dict[str, Callable[[Cast], Any]] = {
    "Channel": channel,
    "Request": request,
    "Incident": incident,
    "HandOver": hand_over,
    "Cover": cover,
    "WatchedAccount": watched,
    "PolicyVersion": version,
    "RegisterImport": register_import,
    "Message": letter,
    "Policy": lambda cast: version(cast).policy,
    "WayInChange": way_in,
    "Appointment": appointment,
    "LineChange": line_change,
    "User": lambda cast: cast.teacher,
    "Absence": lambda cast: make_away(cast.teacher, date(2026, 12, 1), date(2026, 12, 2)),
    "Training": training,
    "School": lambda cast: cast.school,
    "Trust": lambda cast: cast.trust,
    "Post": lambda cast: Post.objects.filter(school=cast.school).first(),
    "RoleAssignment": lambda cast: cast.teacher.assignments.first(),
    "Holding": lambda cast: cast.teacher.holdings.first(),
}
