"""A school takes reports once its head and lead are there, known, and can be phoned (design: appointments, 3)."""

from __future__ import annotations

import pytest
from django.test import Client

from audit.models import Entry
from incidents.models import Draft
from people import actions
from people.models import RoleAssignment, User
from reminders.jobs import jobs_for
from schools.models import School
from tests.cast import Cast
from tests.factories import NOW, TODAY, make_person


@pytest.fixture
def new(cast: Cast) -> Cast:
    School.objects.filter(pk=cast.school.pk).update(takes_reports_since=None)
    cast.school.refresh_from_db()
    return cast


def since(cast: Cast) -> object:
    return School.objects.get(pk=cast.school.pk).takes_reports_since


@pytest.mark.parametrize(
    "lacks", [{"phone": ""}, {"known_at": None}, {"leaving_date": NOW.date().replace(day=1)}]
)
@pytest.mark.parametrize("who", ["head", "dsl"])
def test_not_before_both_are_there(new: Cast, who: str, lacks: dict) -> None:
    User.objects.filter(pk=getattr(new, who).pk).update(**lacks)
    assert actions.begin_taking_reports(at=NOW) == 0 and since(new) is None


def test_reached_once_it_is_not_lost(new: Cast) -> None:
    assert actions.begin_taking_reports(at=NOW) == 1
    assert actions.begin_taking_reports(at=NOW) == 0
    User.objects.filter(pk=new.dsl.pk).update(phone="", leaving_date=NOW.date().replace(day=1))
    actions.begin_taking_reports(at=NOW)
    assert since(new) == NOW
    assert Entry.objects.filter(event="school.takes_reports").count() == 1


def test_the_last_number_or_word_begins_it(new: Cast) -> None:
    User.objects.filter(pk=new.dsl.pk).update(phone="")
    new.dsl.refresh_from_db()
    actions.change_phone(person=new.dsl, phone="01632 960114", by=new.dsl, at=NOW)
    assert since(new) == NOW


def test_until_then_the_page_says_whom_to_phone_before_any_question(
    new: Cast, client: Client
) -> None:
    client.force_login(new.teacher)
    page = client.get("/report/").content.decode()
    assert "Call 999 if" in page and "does not take reports here yet" in page
    assert "Start a report" not in page and "01632 960312" in page
    for number in (1, 2):
        answer = client.post(f"/report/step/{number}/", {"option": "other"})
        assert answer.status_code == 302 and answer.headers["Location"] == "/report/"
    assert not Draft.objects.exists()
    actions.begin_taking_reports(at=NOW)
    assert "Start a report" in client.get("/report/").content.decode()


def test_a_new_school_with_nobody_and_no_numbers_says_where_to_go(
    new: Cast, client: Client
) -> None:
    RoleAssignment.objects.exclude(role__in=["ADMIN", "STAFF"]).delete()
    client.force_login(new.teacher)
    page = words(client)
    assert "and ask for the headteacher" in page and "Phone the school office, <a" in page
    assert "You can also phone" in page and "Speak to the person below" not in page
    School.objects.update(office_phone="", social_care_phone="", lado_phone="")
    page = words(client)
    assert "Go to the headteacher or the school office" in page and 'href="tel:101"' in page
    assert "the portal administrator enters them under Settings" in page
    assert "or phone." not in page and "named above" not in page


def words(client: Client) -> str:
    return " ".join(client.get("/report/").content.decode().split())


def test_whoever_works_at_two_schools_reports_about_the_one_that_takes_them(
    new: Cast, client: Client
) -> None:
    both = make_person("Bo Both", "AUDIT", trust=new.trust)
    client.force_login(both)
    page = client.get("/report/").content.decode()
    assert "Ashdown Academy does not take reports here yet" in " ".join(page.split()).replace(
        "<strong>", ""
    )
    assert "Start a report" in page


def test_whoever_cannot_sign_in_finds_the_numbers(cast: Cast, client: Client) -> None:
    assert "/sign-in/worried/" in client.get("/sign-in/").content.decode()
    page = client.get("/sign-in/worried/").content.decode()
    for words in ("Call 999", "01632 960312", "01632 960311", "01632 960001", "Carrow High School"):
        assert words in page
    assert 'href="tel:01632960312"' in page
    assert "<input" not in page.split("<main")[1] and cast.dsl.phone not in page


def test_who_has_no_number_is_asked_for_it_at_home(cast: Cast) -> None:
    User.objects.filter(pk__in=[cast.dsl.pk, cast.teacher.pk]).update(phone="", last_login=NOW)
    assert "REM-49D" in {job.code for job in jobs_for(cast.dsl, TODAY)}
    for person in (cast.teacher, cast.head, cast.deputy_dsl):
        assert "REM-49D" not in {job.code for job in jobs_for(person, TODAY)}
