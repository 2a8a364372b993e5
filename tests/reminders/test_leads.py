"""Which lead has come by which day (6.1), and what people see of the rules."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminders.due import KNOWN, Chase, DueReminder, Words, latest_lead, send_day
from reminders.rules import RULES

DUE_ON = date(2026, 7, 1)
OWNER = next(rule for rule in RULES if rule.code == "REM-01").chases[0]


def due(due_on: date = DUE_ON, school_days: int | None = None) -> DueReminder:
    return DueReminder("x", uuid4(), due_on, Words("a", "b", "/"), {}, school_days=school_days)


@pytest.mark.parametrize(
    ("on", "lead"),
    [
        (date(2026, 4, 1), None),
        (date(2026, 4, 2), -90),
        (date(2026, 5, 4), -90),  # the 2nd is a Saturday, the 4th a bank holiday
        (date(2026, 5, 5), -60),
        (date(2026, 6, 1), -30),
        (date(2026, 6, 17), -14),
        (date(2026, 6, 24), -7),
        (date(2026, 7, 1), 0),
        (date(2026, 7, 7), 0),
        (date(2026, 7, 8), 7),
        (date(2026, 8, 20), 49),
    ],
)
def test_the_leads_of_a_policy_review(on: date, lead: int | None) -> None:
    assert latest_lead(OWNER, due(), on, urgent=False) == lead


def test_a_lead_never_moves_past_the_due_day() -> None:
    saturday = date(2026, 11, 21)
    assert send_day(saturday, 0, urgent=False) == date(2026, 11, 20)
    assert send_day(saturday, -7, urgent=False) == date(2026, 11, 16)
    assert send_day(saturday, 0, urgent=True) == saturday
    assert send_day(saturday, 7, urgent=False) == date(2026, 11, 30)


def test_a_lead_moves_off_the_countrys_days_off() -> None:
    saturday = date(2026, 11, 21)  # a week before St Andrew's Day, a Monday
    assert send_day(saturday, 7, urgent=False, country="scotland") == date(2026, 12, 1)
    lead = latest_lead(OWNER, due(date(2026, 12, 7)), date(2026, 11, 30), urgent=False)
    there = latest_lead(
        OWNER, due(date(2026, 12, 7)), date(2026, 11, 30), urgent=False, country="scotland"
    )
    assert (lead, there) == (-7, -14)


@pytest.mark.parametrize(
    ("days", "lead"), [(1, None), (2, 2), (4, 2), (5, 5), (7, 5), (8, 8), (10, 8), (11, 11)]
)
def test_chasers_of_decisions_count_school_days(days: int, lead: int | None) -> None:
    signer = next(rule for rule in RULES if rule.code == "REM-06").chases[0]
    assert latest_lead(signer, due(school_days=days), DUE_ON, urgent=False) == lead


def test_as_soon_as_it_is_known_has_always_come() -> None:
    chase = Chase("team", (KNOWN, -14))
    assert latest_lead(chase, due(), date(2026, 1, 1), urgent=True) == KNOWN
    assert latest_lead(chase, due(), date(2026, 6, 17), urgent=True) == -14


@given(st.dates(date(2026, 1, 1), date(2027, 6, 1)), st.booleans())
def test_a_later_day_never_has_an_earlier_lead(on: date, urgent: bool) -> None:
    order = [
        lead
        for number in range(3)
        if (
            lead := latest_lead(
                OWNER, due(), date.fromordinal(on.toordinal() + number), urgent=urgent
            )
        )
        is not None
    ]
    assert order == sorted(order)


def test_every_rule_is_explained() -> None:
    assert all(
        rule.title and rule.sentence.endswith(".") and rule.stops and rule.chases for rule in RULES
    )
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(
        any(chase.leads for chase in rule.chases) or rule.chases[0].home is not None
        for rule in RULES
    )
