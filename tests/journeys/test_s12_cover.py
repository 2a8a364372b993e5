"""S12: a moderator on leave leaves fewer than two, and a colleague stands in, by the people and dates of the scenario."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from accounts_registry.cover import cover_days
from accounts_registry.models import Channel
from notifications.models import Message
from reminders import actions
from reminders.models import Reminder
from tests.factories import (
    hold,
    make_confirmed,
    make_person,
    make_policy,
    make_school,
    make_trained,
    make_trust,
)
from tests.journeys.steps import Arrives, Visitor, moment
from tests.reminders.builders import make_channel

BOOKED, ACCEPTED, CANCELLED = date(2026, 11, 2), date(2026, 11, 5), date(2026, 11, 10)
FIRST, LAST = date(2026, 11, 9), date(2026, 11, 20)
GAP = (FIRST, LAST, 1, 2)


@pytest.fixture
def history(transactional_db: None) -> SimpleNamespace:
    """History@SSchool with exactly two moderators; Mrs Lowe is an authorised moderator of the school."""
    trust = make_trust("QEGSMAT", short_name="qegsmat")
    school = make_school(trust, "SSchool")

    def at(title: str, name: str, *roles: str, **more: Any) -> Any:
        return make_person(name, *roles, title=title, trust=trust, school=school, **more)

    shah = at("Dr", "Ravinder Shah", "HEAD", post="Headteacher")
    lowe = at("Mrs", "Jane Lowe", "DHT", post="DHT", line_manager=shah)
    boyd = at("Mrs", "Ann Boyd", post="HoD (Humanities)", line_manager=lowe)
    stuart = at("Miss", "Eve Stuart", post="Teacher of History", line_manager=boyd)
    grant = at("Mr", "Paul Grant", "ADMIN", post="Register keeper", line_manager=shah)
    nair = make_person(
        "Priya Nair", "COMMS", title="Ms", trust=trust, post="Communications Manager"
    )
    everybody = (shah, lowe, boyd, stuart, grant, nair)
    make_confirmed(make_policy(trust), *everybody)
    make_trained(*everybody, on=BOOKED)
    channel = make_channel(
        school,
        boyd,
        stuart,
        master=hold(grant, "Business Manager", trust=trust, school=school),
        account_name="History@SSchool",
    )
    make_channel(school, lowe, shah, account_name="SSchool news")
    return SimpleNamespace(
        school=school,
        channel=channel,
        lowe=lowe,
        boyd=boyd,
        stuart=stuart,
        grant=grant,
        nair=nair,
        shah=shah,
    )


@pytest.mark.clause("I-A.5.4")
def test_history_at_sschool_keeps_two_moderators(
    history: SimpleNamespace, arrives: Arrives, time_machine: Any
) -> None:
    time_machine.move_to(moment(BOOKED))
    books_leave(arrives(history.boyd))
    assert gaps(history) == [GAP]
    assert told_of_the_gap() == ["Boyd", "Grant", "Nair", "Stuart"]
    sweeps_of(BOOKED)
    assert told_of_the_gap() == ["Boyd", "Grant", "Nair", "Stuart"]

    asks_mrs_lowe(arrives(history.stuart))
    assert gaps(history) == [GAP]

    time_machine.move_to(moment(ACCEPTED))
    lowe = arrives(history.lowe)
    reads_what_is_asked(lowe)
    assert gaps(history) == [GAP]
    lowe.presses("I can cover").finds_it_in_order().sees("You agreed on 5 November 2026")
    assert gaps(history) == []

    sweep_from(ACCEPTED, CANCELLED)
    assert told_of_the_gap() == ["Boyd", "Grant", "Nair", "Stuart"]
    assert heard_about("Shah") == []

    time_machine.move_to(moment(CANCELLED))
    takes_the_leave_back(arrives(history.boyd))
    assert not history.channel.covers.filter(status="accepted").exists()
    letters = Message.objects.count()
    sweep_from(CANCELLED, LAST)
    assert (
        Message.objects.filter(
            reference=history.channel.reference,
            kind="reminder_urgent",
            created_at__gte=moment(ACCEPTED),
        ).count()
        == 0
    )
    assert Message.objects.count() == letters


# ---- What each does ----------------------------------------------------------------------------


def books_leave(boyd: Visitor) -> None:
    """Two dates, no question why, and at once what they leave short."""
    boyd.opens("/cover/away/").finds_it_in_order()
    assert boyd.main.get_by_text("reason", exact=False).count() == 0
    boyd.dates("First day away", FIRST).dates("Last day away", LAST).presses(
        "Continue"
    ).finds_it_in_order()
    boyd.sees("History@SSchool", "1 moderator, 2 needed")
    boyd.presses("Save my time away").finds_it_in_order().sees(
        "History@SSchool", "1 moderator, 2 needed"
    )


def asks_mrs_lowe(stuart: Visitor) -> None:
    """From the reminder's own link."""
    stuart.opens(letter_to("reminder_urgent", "Stuart").link).finds_it_in_order()
    stuart.picks_who("Jane Lowe").presses("Ask them to cover").finds_it_in_order()
    stuart.sees("Jane Lowe has been asked", "has not answered yet")


def reads_what_is_asked(lowe: Visitor) -> None:
    lowe.opens(letter_to("cover_asked", "Lowe").link).finds_it_in_order().sees(
        "Ann Boyd is away", "Only your yes counts"
    )


def takes_the_leave_back(boyd: Visitor) -> None:
    boyd.opens("/cover/away/").follows("9 November 2026 to 20 November 2026").presses(
        "Cancel this time away"
    )
    boyd.finds_it_in_order().sees("The time away is cancelled")


# ---- What is then so ---------------------------------------------------------------------------


def gaps(history: SimpleNamespace) -> list[tuple[date, date, int, int]]:
    """As the cover page would count them on the day of the booking."""
    found = cover_days.gaps(
        first=BOOKED,
        last=date(2026, 12, 14),
        channels=Channel.objects.filter(pk=history.channel.pk),
    )
    return [(gap.start, gap.end, gap.available, gap.needed) for gap in found]


def told_of_the_gap() -> list[str]:
    return sorted(
        Message.objects.filter(kind="reminder_urgent").values_list(
            "recipient__family_name", flat=True
        )
    )


def heard_about(family_name: str) -> list[Any]:
    return list(Reminder.objects.filter(code="REM-12", recipient__family_name=family_name))


def letter_to(kind: str, family_name: str) -> Message:
    return Message.objects.filter(kind=kind, recipient__family_name=family_name).latest(
        "created_at"
    )


def sweeps_of(day: date) -> None:
    actions.sweep_daily(on=day, at=moment(day, 15))
    actions.sweep_urgent(on=day, at=moment(day, 16))


def sweep_from(first: date, last: date) -> None:
    for number in range((last - first).days + 1):
        sweeps_of(first + timedelta(days=number))
