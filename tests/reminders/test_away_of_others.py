"""Somebody else's time away: line manager, office and human resources; the person hears at once (fault U2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from access.check import Denied, Hidden
from notifications.models import Message
from people.actions import record_away
from people.models import Absence, User
from tests.cast import Cast
from tests.factories import NOW, TODAY, give_role, make_person

DATES = {
    f"{name}_{part}": str(value)
    for name, day in (("start_date", TODAY), ("end_date", TODAY + timedelta(days=4)))
    for part, value in enumerate((day.day, day.month, day.year))
}


def away(person: User, by: User, first: date = TODAY, last: date = TODAY) -> Absence:
    return record_away(person=person, start_date=first, end_date=last, by=by, at=NOW)


def test_who_records_it(cast: Cast) -> None:
    hr = make_person("Hope Hart", "HR", trust=cast.trust)
    for offset, by in enumerate((cast.line_manager, cast.office, hr, cast.admin)):
        day = TODAY + timedelta(days=offset)
        assert away(cast.teacher, by, day, day)
    for by, refusal in (
        (cast.colleague, Denied),
        (cast.dsl, Denied),
        (cast.other_head, Hidden),
        (cast.outsider, Hidden),
    ):
        with pytest.raises(refusal):
            away(cast.teacher, by, date(2026, 12, 1), date(2026, 12, 1))


def test_the_person_is_told_at_once_and_takes_it_back_in_one_press(
    cast: Cast, client: Client
) -> None:
    row = away(cast.teacher, cast.office)
    letter = Message.objects.get(kind="person.said_away")
    assert letter.recipient == cast.teacher and "20 November 2026" in letter.text
    assert letter.urgent and letter.link == f"/cover/away/{row.pk}/"
    client.force_login(cast.teacher)
    assert "Cancel this time away" in client.get(letter.link).content.decode()
    client.post(reverse("reminders:cancel_away", args=[row.pk]))
    row.refresh_from_db()
    assert row.cancelled_at


def test_ones_own_is_no_news(cast: Cast) -> None:
    away(cast.teacher, cast.teacher)
    assert not Message.objects.filter(kind="person.said_away").exists()


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (date(2026, 9, 20), date(2026, 11, 20), "21 September 2026 or later"),
        (date(2026, 12, 1), date(2029, 12, 1), "19 November 2028 or earlier"),
        (date(2026, 12, 2), date(2026, 12, 1), "the same as or after"),
    ],
)
def test_a_year_that_was_mistyped_is_refused(
    cast: Cast, first: date, last: date, says: str
) -> None:
    with pytest.raises(ValidationError, match=says):
        away(cast.teacher, cast.office, first, last)


def test_the_office_and_the_line_manager_find_the_page(cast: Cast, client: Client) -> None:
    page = reverse("reminders:away_of", args=[cast.teacher.pk])
    for by, where in (
        (cast.office, f"/people/{cast.teacher.pk}/"),
        (cast.line_manager, "/account/"),
    ):
        client.force_login(by)
        assert page in client.get(where).content.decode()
    check = client.get(client.post(page, DATES).headers["Location"]).content.decode()
    assert "Jo Bell is away from 20 to 24 November 2026." in " ".join(check.split())
    done = client.post(page, {**DATES, "save": "yes"}, follow=True).content.decode()
    assert "has been told that you recorded it" in done
    again = client.post(page, {**DATES, "save": "yes"}).content.decode()
    assert "Jo Bell is already recorded as away" in again


def test_others_do_not(cast: Cast, client: Client) -> None:
    page = reverse("reminders:away_of", args=[cast.teacher.pk])
    for by, status in ((cast.colleague, 403), (cast.other_head, 404), (cast.outsider, 404)):
        client.force_login(by)
        assert client.get(page).status_code == status


def test_human_resources_of_one_school_records_for_that_school(cast: Cast) -> None:
    give_role(cast.colleague, "HR", trust=cast.trust, school=cast.other_school)
    with pytest.raises((Denied, Hidden)):
        away(cast.teacher, User.objects.get(pk=cast.colleague.pk))
    assert away(cast.other_teacher, User.objects.get(pk=cast.colleague.pk))
