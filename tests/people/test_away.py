"""Time away: one's own, one's team's, and never a reason."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from access.check import Denied, Hidden
from audit.models import Entry
from people.actions import cancel_away, record_away
from people.words import span
from tests.factories import NOW

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 12, 22), date(2026, 12, 24)


def away(person, *, by, first=FIRST, last=LAST):
    return record_away(person=person, start_date=first, end_date=last, by=by, at=NOW)


def test_anybody_records_their_own(cast) -> None:
    row = away(cast.teacher, by=cast.teacher)
    assert cast.teacher.is_away(FIRST) and cast.teacher.is_away(LAST)
    assert not cast.teacher.is_away(date(2026, 12, 25))
    assert row.recorded_by == cast.teacher
    assert [entry.event for entry in Entry.objects.all()] == ["away.recorded"]


def test_a_line_manager_and_the_office_record_it_for_others(cast) -> None:
    for person, by in (
        (cast.teacher, cast.line_manager),
        (cast.colleague, cast.office),
        (cast.comms, cast.admin),
    ):
        row = away(person, by=by)
        assert (row.person, row.recorded_by) == (person, by)


def test_others_are_refused(cast) -> None:
    for person in (cast.colleague, cast.head, cast.dsl):
        with pytest.raises(Denied, match="yourself and for your team"):
            away(cast.teacher, by=person)
    for person in (cast.other_head, cast.outsider):
        with pytest.raises(Hidden):
            away(cast.teacher, by=person)


def test_dates_make_sense(cast) -> None:
    with pytest.raises(ValidationError) as refusal:
        away(cast.teacher, by=cast.teacher, first=LAST, last=FIRST)
    assert refusal.value.message_dict == {
        "end_date": ["Last day away must be the same as or after the first day"]
    }


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (FIRST, LAST, "away from 22 to 24 December"),
        (date(2026, 12, 22), date(2027, 1, 4), "away from 22 December to 4 January"),
        (FIRST, FIRST, "away on 22 December"),
    ],
)
def test_days_already_told_are_named(cast, first, last, says) -> None:
    away(cast.teacher, by=cast.teacher, first=first, last=last)
    with pytest.raises(ValidationError, match=f"You have already told us you are {says}"):
        away(cast.teacher, by=cast.teacher, first=FIRST, last=FIRST)
    with pytest.raises(ValidationError, match=f"Jo Bell is already recorded as {says}"):
        away(cast.teacher, by=cast.office, first=FIRST, last=FIRST)


def test_time_away_is_taken_back_once(cast) -> None:
    row = away(cast.teacher, by=cast.teacher)
    cancel_away(absence=row, by=cast.teacher, at=NOW)
    cancel_away(absence=row, by=cast.teacher, at=NOW)
    assert not cast.teacher.is_away(FIRST)
    assert [entry.event for entry in Entry.objects.order_by("position")] == [
        "away.recorded",
        "away.cancelled",
    ]
    away(cast.teacher, by=cast.teacher)


def test_nobody_takes_back_anothers(cast) -> None:
    row = away(cast.teacher, by=cast.teacher)
    with pytest.raises(Denied):
        cancel_away(absence=row, by=cast.colleague, at=NOW)
    with pytest.raises(Hidden):
        cancel_away(absence=row, by=cast.outsider, at=NOW)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 12, 22), date(2026, 12, 22), "on 22 December"),
        (date(2026, 12, 22), date(2026, 12, 24), "from 22 to 24 December"),
        (date(2026, 12, 22), date(2027, 1, 4), "from 22 December to 4 January"),
        (date(2026, 11, 23), date(2046, 11, 23), "from 23 November 2026 to 23 November 2046"),
    ],
)
def test_days_are_said_without_the_year_unless_that_misleads(first, last, said):
    assert span(first, last) == said
