"""School days, working days and school hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from schools import calendar
from schools.calendar import Calendar
from schools.models import SchoolDate
from tests.cast import Cast

AUTUMN = [
    ("term", date(2026, 9, 1), date(2026, 12, 18)),
    ("half_term", date(2026, 10, 26), date(2026, 10, 30)),
    ("inset", date(2026, 9, 1), date(2026, 9, 1)),
    ("term", date(2027, 1, 4), date(2027, 3, 25)),
]
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
NUMBERS = st.integers(0, 60)
CALENDARS = st.sampled_from([Calendar(AUTUMN), Calendar()])
ZONE = timezone.get_default_timezone()


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        (date(2026, 9, 1), False),  # training day
        (date(2026, 9, 2), True),
        (date(2026, 9, 5), False),  # Saturday
        (date(2026, 10, 28), False),  # half term
        (date(2026, 12, 18), True),
        (date(2026, 12, 21), False),  # between terms
        (date(2027, 8, 2), False),  # the holidays of a year that is known
        (date(2027, 9, 1), True),  # a year that nobody has entered yet
        (date(2027, 12, 27), False),  # a bank holiday of that year
    ],
)
def test_school_days(day: date, is_one: bool) -> None:
    assert Calendar(AUTUMN).is_school_day(day) is is_one


def test_good_friday_and_boxing_day_are_no_working_days() -> None:
    assert not calendar.is_working_day(date(2026, 4, 3))
    assert not calendar.is_working_day(date(2026, 12, 28))
    assert calendar.is_working_day(date(2026, 11, 20))


def test_counting_over_a_half_term() -> None:
    friday = date(2026, 10, 23)
    assert Calendar(AUTUMN).add(friday, 1) == date(2026, 11, 2)
    assert Calendar(AUTUMN).add(date(2026, 11, 2), -1) == friday
    assert calendar.add_working_days(friday, 1) == date(2026, 10, 26)


@given(CALENDARS, DAYS, NUMBERS)
def test_adding_and_counting_agree(days: Calendar, day: date, number: int) -> None:
    later = days.add(day, number)
    assert days.between(day, later) == number
    assert later >= day
    assert number == 0 or days.is_school_day(later)


@given(CALENDARS, DAYS, DAYS)
def test_counting_back_is_counting_forward(days: Calendar, one: date, other: date) -> None:
    assert days.between(one, other) == -days.between(other, one)


@given(CALENDARS, DAYS, NUMBERS, NUMBERS)
def test_adding_in_two_steps_is_adding_once(
    days: Calendar, day: date, first: int, second: int
) -> None:
    assert days.add(days.add(day, first), second) == days.add(day, first + second)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at(20, 9), 2, at(20, 11)),
        (at(20, 15), 2, at(23, 9, 30)),  # Friday afternoon to Monday
        (at(20, 17), 2, at(23, 10, 30)),  # after hours
        (at(21, 12), 2, at(23, 10, 30)),  # Saturday
        (at(20, 6), 2, at(20, 10, 30)),  # before the office opens
        (at(20, 14), 2, at(20, 16)),  # to the minute it closes
        (at(20, 8, 30), 7.5, at(20, 16)),
    ],
)
def test_hours_pass_only_while_the_office_is_open(
    start: datetime, hours: float, end: datetime
) -> None:
    assert Calendar(AUTUMN).add_hours(start, hours) == end
    assert calendar.add_working_hours(start, hours) == end


def test_the_clocks_going_back_cost_nobody_an_hour() -> None:
    friday = datetime(2026, 10, 23, 15, 0, tzinfo=ZONE)
    assert calendar.add_working_hours(friday, 2) == datetime(2026, 10, 26, 9, 30, tzinfo=ZONE)
    assert calendar.add_working_hours(friday.astimezone(UTC), 2).astimezone(UTC).hour == 9


@given(
    CALENDARS,
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    st.floats(0.25, 30),
    st.floats(0.25, 30),
)
def test_hours_add_up(days: Calendar, moment: datetime, first: float, second: float) -> None:
    start = moment.replace(tzinfo=UTC)
    twice = days.add_hours(days.add_hours(start, first), second)
    assert abs(twice - days.add_hours(start, first + second)) < timedelta(seconds=1)


def test_a_school_answers_from_its_own_dates(cast: Cast) -> None:
    SchoolDate.objects.create(
        school=cast.school,
        kind="closure",
        start_date=date(2026, 11, 20),
        end_date=date(2026, 11, 20),
    )
    assert not calendar.is_school_day(cast.school, date(2026, 11, 20))
    assert calendar.is_school_day(cast.other_school, date(2026, 11, 20))
    assert calendar.is_school_day(None, date(2026, 11, 20))
    assert not calendar.is_school_time(cast.school, at(20, 10))
    assert calendar.is_school_time(cast.other_school, at(20, 10))
    assert not calendar.is_school_time(cast.other_school, at(20, 16))


def test_many_calendars_cost_one_question(cast: Cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        found = calendar.calendars_of([cast.school.pk, cast.other_school.pk])
    assert found[cast.school.pk].is_school_day(date(2026, 11, 20))


def test_one_calendar_is_asked_for_once(cast: Cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        calendar.add_school_days(cast.school, date(2026, 11, 20), 30)
        calendar.school_days_between(cast.school, date(2026, 11, 20), date(2026, 12, 1))
