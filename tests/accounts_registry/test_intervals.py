"""When things fall due: from opening and acceptance on, by the trust's own intervals."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts_registry.entry.actions import registering
from accounts_registry.models import Channel
from accounts_registry.needs import due_days
from accounts_registry.record import intervals
from approvals.handover.channel_facts import facts_of
from platforms.models import Platform
from tests.accounts_registry.builders import add
from tests.architecture import samples
from tests.cast import Cast
from tests.factories import NOW, TODAY
from tests.reminders.builders import make_channel


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 11, 20), 4, date(2027, 3, 20)),
        (date(2026, 10, 31), 4, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 15), 24, date(2028, 1, 15)),
    ],
)
def test_months_end_where_months_end(day: date, months: int, after: date) -> None:
    assert intervals.months_after(day, months) == after


def test_opening_starts_what_is_not_set_yet(cast: Cast) -> None:
    channel = Channel(
        trust=cast.trust,
        school=cast.school,
        approved_on=date(2026, 11, 1),
        privacy_settings_checked_on=date(2026, 11, 10),
        evaluation_due=date(2027, 7, 1),
    )
    assert intervals.on_opening(channel, date(2026, 11, 18)) == {
        "privacy_review_due": date(2027, 3, 10),
        "risk_review_due": date(2027, 11, 1),
    }


def test_acceptance_asks_for_a_first_check_soon(cast: Cast) -> None:
    channel = add(cast)
    registering.accept(
        channel=channel,
        master_privileges_held=True,
        editorial_oversight=True,
        admins_limited=True,
        by=cast.head,
        at=NOW,
    )
    channel.refresh_from_db()
    assert channel.privacy_review_due == intervals.add_school_days(cast.school, TODAY, 30)
    assert channel.evaluation_due == channel.risk_review_due == date(2027, 11, 20)


def test_the_business_case_goes_with_its_channel(cast: Cast) -> None:
    request = samples.request(cast)
    request.platform = Platform.objects.get(code="x")
    request.success_measures, request.hours_a_week = "200 followers", 2
    facts = facts_of(request)
    assert (facts.measures, facts.hours_planned) == ("200 followers", 2.0)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"privacy_review_due": TODAY}, ["privacy"]),
        ({"privacy_review_due": date(2027, 1, 20)}, []),
        ({"image_action_due": TODAY, "status": "suspended"}, ["images"]),
        ({"risk_review_due": TODAY, "status": "planned"}, []),
        ({"next_review_on": TODAY, "status": "closing"}, []),
        ({"registered_on": date(2026, 3, 1)}, ["post"]),
        ({"registered_on": date(2026, 3, 1), "last_post_on": TODAY}, ["post"]),
        ({"registered_on": date(2026, 3, 1), "credentials_location": "Safe"}, ["login", "post"]),
        ({"credentials_verified_on": date(2026, 3, 1), "credentials_location": "Safe"}, ["login"]),
    ],
)
def test_what_is_on_the_agenda(cast: Cast, fields: dict[str, Any], found: list[str]) -> None:
    channel = make_channel(cast.school, **fields)
    assert sorted(item.kind.code for item in due_days.of(channel, on=TODAY)) == found


def test_it_says_how_late_in_words() -> None:
    assert due_days.lateness(date(2026, 11, 8), TODAY) == "12 days overdue"
    assert due_days.lateness(date(2026, 11, 19), TODAY) == "1 day overdue"
    assert due_days.lateness(TODAY, TODAY) == "due today"
    assert due_days.lateness(date(2026, 12, 3), TODAY) == "due 3 December 2026"
