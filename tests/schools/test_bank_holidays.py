"""Bank holidays of the three countries, held against the government's own list, and who asks for which."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from incidents.routing import deadlines
from people.away.countries import countries_of
from portal import set_up
from reminders import pages
from schools import actions, bank_holidays, calendar
from schools.bank_holidays import Country, is_bank_holiday, is_known, is_listed
from schools.models import School, SchoolDate
from tests.cast import Cast
from tests.factories import NOW, hold, make_person, make_school, make_trust

ENGLAND, SCOTLAND, ULSTER = Country.values
ZONE = timezone.get_default_timezone()
# gov.uk/bank-holidays, as published on 30 November 2026.
LISTED = {
    "england-and-wales": """
        2018: 01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26
        2019: 01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26
        2020: 01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28
        2021: 01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28
        2022: 01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27
        2023: 01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26
        2024: 01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26
        2025: 01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26
        2026: 01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28
        2027: 01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28
        2028: 01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26
    """,
    "scotland": """
        2018: 01-01 01-02 03-30 05-07 05-28 08-06 11-30 12-25 12-26
        2019: 01-01 01-02 04-19 05-06 05-27 08-05 12-02 12-25 12-26
        2020: 01-01 01-02 04-10 05-08 05-25 08-03 11-30 12-25 12-28
        2021: 01-01 01-04 04-02 05-03 05-31 08-02 11-30 12-27 12-28
        2022: 01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27
        2023: 01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26
        2024: 01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26
        2025: 01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26
        2026: 01-01 01-02 04-03 05-04 05-25 08-03 11-30 12-25 12-28
        2027: 01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28
        2028: 01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26
    """,
    "northern-ireland": """
        2018: 01-01 03-19 03-30 04-02 05-07 05-28 07-12 08-27 12-25 12-26
        2019: 01-01 03-18 04-19 04-22 05-06 05-27 07-12 08-26 12-25 12-26
        2020: 01-01 03-17 04-10 04-13 05-08 05-25 07-13 08-31 12-25 12-28
        2021: 01-01 03-17 04-02 04-05 05-03 05-31 07-12 08-30 12-27 12-28
        2022: 01-03 03-17 04-15 04-18 05-02 06-02 06-03 07-12 08-29 09-19 12-26 12-27
        2023: 01-02 03-17 04-07 04-10 05-01 05-08 05-29 07-12 08-28 12-25 12-26
        2024: 01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26
        2025: 01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26
        2026: 01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28
        2027: 01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28
        2028: 01-03 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26
    """,
}
# Proclaimed for one country after that list was packed: Scotland's first World Cup match for 28 years.
LATER = {SCOTLAND: {date(2026, 6, 15)}}


def listed(country: str) -> set[date]:
    rows = re.findall(r"(\d{4}): ([\d -]+)", LISTED[country])
    return {date.fromisoformat(f"{year}-{day}") for year, days in rows for day in days.split()}


@pytest.mark.parametrize("country", Country.values)
def test_every_weekday_is_as_the_government_lists_it(country: str) -> None:
    days = [date(2018, 1, 1) + timedelta(days=n) for n in range(366 * 8 + 365 * 3)]
    weekdays = {day for day in days if day.year < 2029 and day.weekday() < 5}
    ours = {day for day in weekdays if is_bank_holiday(day, country)}
    assert ours == listed(country) | LATER.get(country, set())
    assert len(ours) > 80


@pytest.mark.parametrize(
    ("day", "where"),
    [
        (date(2011, 4, 29), (ENGLAND, SCOTLAND, ULSTER)),  # a wedding
        (date(2012, 6, 4), (ENGLAND, SCOTLAND, ULSTER)),  # moved for a jubilee
        (date(2012, 6, 5), (ENGLAND, SCOTLAND, ULSTER)),  # the jubilee
        (date(2012, 5, 28), ()),  # from where it was moved
        (date(2020, 5, 8), (ENGLAND, SCOTLAND, ULSTER)),  # moved for the end of the war
        (date(2020, 5, 4), ()),
        (date(2022, 6, 2), (ENGLAND, SCOTLAND, ULSTER)),
        (date(2022, 6, 3), (ENGLAND, SCOTLAND, ULSTER)),
        (date(2022, 5, 30), ()),
        (date(2022, 9, 19), (ENGLAND, SCOTLAND, ULSTER)),  # a state funeral
        (date(2023, 5, 8), (ENGLAND, SCOTLAND, ULSTER)),  # a coronation
        (date(2026, 1, 2), (SCOTLAND,)),
        (date(2022, 1, 4), (SCOTLAND,)),  # for Sunday 2 January
        (date(2026, 3, 17), (ULSTER,)),
        (date(2024, 3, 18), (ULSTER,)),  # for a Sunday
        (date(2026, 7, 13), (ULSTER,)),  # for Sunday 12 July
        (date(2026, 4, 3), (ENGLAND, SCOTLAND, ULSTER)),  # Good Friday
        (date(2026, 4, 6), (ENGLAND, ULSTER)),  # Easter Monday
        (date(2026, 8, 3), (SCOTLAND,)),
        (date(2026, 8, 31), (ENGLAND, ULSTER)),
        (date(2026, 11, 30), (SCOTLAND,)),
        (date(2024, 12, 2), (SCOTLAND,)),  # for Saturday 30 November
        (date(2026, 12, 28), (ENGLAND, SCOTLAND, ULSTER)),  # for Boxing Day, a Saturday
        (date(2027, 12, 27), (ENGLAND, SCOTLAND, ULSTER)),  # for Christmas, a Saturday
        (date(2027, 12, 28), (ENGLAND, SCOTLAND, ULSTER)),
        (date(2022, 12, 27), (ENGLAND, SCOTLAND, ULSTER)),  # for Christmas, a Sunday
        (date(2033, 12, 26), (ENGLAND, SCOTLAND, ULSTER)),  # after the list: by rule
        (date(2033, 12, 27), (ENGLAND, SCOTLAND, ULSTER)),
        (date(2026, 11, 20), ()),
    ],
)
def test_known_days(day: date, where: tuple[str, ...]) -> None:
    assert tuple(one for one in Country.values if is_bank_holiday(day, one)) == where
    assert calendar.is_working_day(day) is (ENGLAND not in where)


def test_wales_has_what_england_has() -> None:
    from holidays.countries import UnitedKingdom

    years = range(2018, 2040)
    assert set(UnitedKingdom(subdiv="WLS", years=years)) == set(
        UnitedKingdom(subdiv="ENG", years=years)
    )


def test_a_day_beyond_the_data_is_a_working_day_and_marked(monkeypatch) -> None:
    christmas = date(bank_holidays.last_known().year + 1, 12, 25)
    while christmas.weekday() > 4:
        christmas = christmas.replace(year=christmas.year + 1)
    assert not is_known(christmas) and not is_listed(christmas)
    assert not is_bank_holiday(christmas) and calendar.is_working_day(christmas)
    assert calendar.add_working_days(christmas - timedelta(days=1), 1) == christmas
    assert pages._day(christmas, {ENGLAND}).note == "Bank holidays not known"
    assert is_known(date(2033, 1, 3)) and not is_listed(date(2033, 1, 3))


def test_a_country_that_is_none_keeps_englands() -> None:
    assert is_bank_holiday(date(2026, 4, 6), "atlantis")
    assert is_bank_holiday(date(2026, 4, 6), "")


def test_the_cover_calendar_says_whose_day_it_is() -> None:
    day = date(2026, 4, 6)
    assert pages._day(day, {ENGLAND}).note == "Bank holiday"
    assert pages._day(day, {SCOTLAND}).note == ""
    assert pages._day(day, {ENGLAND, SCOTLAND}).note == "Bank holiday in England and Wales"
    assert pages._day(date(2026, 11, 20), {ENGLAND}).note == ""


@pytest.fixture
def scottish(cast: Cast) -> School:
    return make_school(cast.trust, "Abbey of Deer Academy", country=SCOTLAND)


def test_a_school_counts_its_own_days(cast: Cast, scottish: School) -> None:
    friday = date(2026, 11, 27)
    monday, tuesday = date(2026, 11, 30), date(2026, 12, 1)
    assert calendar.add_school_days(cast.school, friday, 1) == monday
    assert calendar.add_school_days(scottish, friday, 1) == tuesday
    assert calendar.school_days_between(scottish, friday, tuesday) == 1
    assert not calendar.is_school_time(scottish, datetime(2026, 11, 30, 10, tzinfo=ZONE))
    SchoolDate.objects.create(
        school=scottish, kind="term", start_date=date(2026, 8, 17), end_date=date(2026, 12, 18)
    )
    found = calendar.calendars_of([cast.school.pk, scottish.pk])
    assert found[cast.school.pk].is_school_day(monday)
    assert not found[scottish.pk].is_school_day(monday) and found[scottish.pk].terms


def test_a_trust_counts_its_own_days(cast: Cast) -> None:
    cast.trust.country = SCOTLAND
    assert calendar.add_school_days(cast.trust, date(2026, 11, 27), 1) == date(2026, 12, 1)
    assert calendar.add_school_days(None, date(2026, 11, 27), 1) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("clock", "there", "here"),
    [
        ("school-day", datetime(2026, 12, 1, 10), datetime(2026, 11, 30, 10)),
        ("two-days", datetime(2026, 12, 2, 10), datetime(2026, 12, 1, 10)),
    ],
)
def test_the_clocks_of_concerns_count_the_schools_days(
    cast: Cast, scottish: School, clock: str, there: datetime, here: datetime
) -> None:
    friday = datetime(2026, 11, 27, 10, tzinfo=ZONE)
    assert deadlines.deadline(clock, scottish, friday) == there.replace(tzinfo=ZONE)
    assert deadlines.deadline(clock, cast.school, friday) == here.replace(tzinfo=ZONE)


def test_four_working_hours_pass_over_st_andrews_day(cast: Cast, scottish: School) -> None:
    late = datetime(2026, 11, 27, 15, tzinfo=ZONE)
    assert deadlines.deadline("four-hours", cast.school, late).date() == date(2026, 11, 30)
    assert deadlines.deadline("four-hours", scottish, late).date() == date(2026, 12, 1)


def test_people_keep_the_days_of_their_schools(
    cast: Cast, scottish: School, django_assert_num_queries
) -> None:
    there = make_person("Isla Reid", "HEAD", trust=cast.trust, school=scottish)
    both = make_person("Ewan Moss", "HEAD", trust=cast.trust, school=scottish)
    hold(both, "Teacher of PE", trust=cast.trust, school=cast.school)
    with django_assert_num_queries(3):
        found = countries_of([cast.trust], NOW.date())
    assert found[there.pk] == SCOTLAND
    assert found[both.pk] == found[cast.head.pk] == found[cast.officer.pk] == ENGLAND


def test_the_country_is_chosen_on_the_schools_page(cast: Cast, client) -> None:
    client.force_login(cast.admin)
    page = f"/settings/schools/{cast.school.slug}/details/"
    shown = client.get(page).content.decode()
    assert "Whose bank holidays does the school keep?" in shown
    client.post(page, {"name": cast.school.name, "country": SCOTLAND})
    cast.school.refresh_from_db()
    assert cast.school.country == SCOTLAND
    dates = client.get(f"/settings/schools/{cast.school.slug}/dates/").content.decode()
    assert "The bank holidays of Scotland are known already" in dates
    client.post(page, {"name": cast.school.name})
    cast.school.refresh_from_db()
    assert cast.school.country == SCOTLAND
    answer = client.post(page, {"name": cast.school.name, "country": "atlantis"})
    assert "Select one of the countries" in answer.content.decode()


def test_a_new_school_begins_with_its_trusts_country(cast: Cast, client) -> None:
    client.force_login(cast.admin)
    client.post(
        "/settings/your-trust/",
        {"name": cast.trust.name, "country": SCOTLAND, "exit_page_url": "https://a.example/"},
    )
    cast.trust.refresh_from_db()
    assert cast.trust.country == SCOTLAND
    made = actions.add_school(trust=cast.trust, name="Brae School", by=cast.admin, at=NOW)
    assert made.country == SCOTLAND


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2026, 11, 20), None),
        (date(2027, 12, 31), None),
        (date(2028, 1, 1), "it knows no extra bank holidays after 31 December 2028"),
        (date(2033, 5, 1), "it knows no extra bank holidays after 31 December 2028"),
        (date(2100, 1, 1), "after 31 December 2100 bank holidays count as working days"),
        (date(2105, 1, 1), "after 31 December 2100 bank holidays count as working days"),
    ],
)
def test_the_administrator_is_told_a_year_before(on: date, says: str | None) -> None:
    found = set_up.bank_holidays_end(on)
    assert [gap.done for gap in found] == ([False] if says else [])
    assert all(says and says in gap.sentence for gap in found)


def test_and_it_stands_on_the_list(db) -> None:
    trust = make_trust("Small Trust")
    sentences = [gap.sentence for gap in set_up.gaps(trust, date(2028, 6, 1))]
    assert any("extra bank holidays" in sentence for sentence in sentences)
