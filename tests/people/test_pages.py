"""The people pages: who sees which, what they save, and how few questions they ask."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.appointments.models import Appointment
from people.models import RoleAssignment, User
from tests.factories import TODAY, give_role, make_away, make_person

pytestmark = pytest.mark.django_db


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def day(name: str, value) -> dict[str, str]:
    return {
        f"{name}_{index}": str(part)
        for index, part in enumerate((value.day, value.month, value.year))
    }


@pytest.fixture
def office(cast, client):
    client.force_login(cast.office)
    return client


def test_the_list_is_of_ones_own_school(cast, office) -> None:
    says = words(office.get(reverse("people:list")))
    assert "Jo Bell" in says and "Teacher of PE" in says and "Headteacher" in says
    assert "Ada Finch" not in says and "Olga Stone" not in says


def test_who_sees_the_whole_trust_can_choose_a_school(cast, client) -> None:
    client.force_login(cast.admin)
    assert "Ada Finch" in words(client.get(reverse("people:list")))
    only = words(client.get(reverse("people:list"), {"school": str(cast.school.pk)}))
    assert "Ada Finch" not in only and "Jo Bell" in only


def test_names_are_found_and_nobody_is_said_kindly(cast, office) -> None:
    assert "People (1)" in words(office.get(reverse("people:list"), {"q": "bell"}))
    assert "Nobody matches." in words(office.get(reverse("people:list"), {"q": "zzz"}))


def test_the_list_asks_as_much_for_five_people_as_for_fifty(cast, office) -> None:
    from datetime import date

    make_away(cast.teacher, date.today(), date.today())
    office.get(reverse("people:list"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        office.get(reverse("people:list"))
    for number in range(30):
        make_person(
            f"Person{number} Last",
            "SLT",
            trust=cast.trust,
            school=cast.school,
            post=f"Post {number}",
        )
    with CaptureQueriesContext(connection) as many:
        page = office.get(reverse("people:list"))
    assert len(many) == len(few)
    assert "Away" in words(page)


def test_others_get_the_reason_or_nothing(cast, client) -> None:
    for person, status in (
        (cast.teacher, 403),
        (cast.dsl, 403),
        (cast.outsider, 404),
        (cast.other_head, 404),
    ):
        client.force_login(person)
        assert client.get(reverse("people:detail", args=[cast.colleague.pk])).status_code == status
    client.force_login(cast.head)  # sees, and cannot change
    page = client.get(reverse("people:detail", args=[cast.colleague.pk]))
    assert page.status_code == 200 and "Invite to sign in" not in words(page)
    assert "Propose for a role" in words(client.get(f"/people/{cast.colleague.pk}/role/"))
    for name in ("change", "post", "leaving"):
        assert client.get(f"/people/{cast.colleague.pk}/{name}/").status_code == 403


def test_adding_somebody_in_the_browser(cast, office) -> None:
    form = {
        "place": str(cast.school.pk),
        "given_name": "Nia",
        "family_name": "Cole",
        "email": "nia@gmail.example",
        "category": "teaching",
        "department": "",
        "line_manager": str(cast.head.pk),
        **day("start_date", TODAY),
    }
    wrong = office.post(reverse("people:add"), form)
    assert "Enter a work email address, ending in @school.example" in words(wrong)
    assert 'value="Nia"' in wrong.content.decode()
    done = office.post(reverse("people:add"), form | {"email": "nia@school.example"}, follow=True)
    assert "Nia Cole is on the list of people." in words(done)
    assert User.objects.get(email="nia@school.example").line_manager == cast.head


def test_a_choice_that_was_not_offered_is_refused(cast, office) -> None:
    page = office.post(
        reverse("people:add"),
        {"place": str(cast.other_school.pk), "line_manager": str(cast.outsider.pk)},
    )
    assert page.status_code == 200 and page.context["form"].errors.keys() >= {
        "place",
        "line_manager",
    }


def test_a_headteacher_is_replaced_in_the_browser(cast, client) -> None:
    client.force_login(cast.admin)
    form = {"role": "HEAD", "place": str(cast.school.pk), **day("start_date", TODAY)}
    address = reverse("people:give_role", args=[cast.deputy_head.pk])
    assert "Priya Nair is headteacher of Ashdown Academy" in words(client.post(address, form))
    done = client.post(address, form | {"ends_current": "on"}, follow=True)
    assert "It takes effect when a second person confirms it." in words(done)
    assert "In place of Priya Nair" in words(done)


def test_an_administrator_is_told_that_they_cannot_help_themself(cast, office) -> None:
    form = {"role": "SLT", "place": str(cast.school.pk), **day("start_date", TODAY)}
    answer = office.post(reverse("people:give_role", args=[cast.office.pk]), form)
    assert answer.status_code == 403 and "You cannot propose yourself" in words(answer)


def test_ending_and_leaving_in_the_browser(cast, office) -> None:
    row = give_role(cast.teacher, "AUDIT", trust=cast.trust, school=cast.school)
    assert "End the role Reviewer" in words(office.get(reverse("people:end_role", args=[row.pk])))
    office.post(reverse("people:end_role", args=[row.pk]), day("end_date", TODAY))
    row.refresh_from_db()
    assert row.end_date == TODAY
    wrong = office.post(
        reverse("people:leaving", args=[cast.teacher.pk]),
        {"leaving_date_0": "31", "leaving_date_1": "2", "leaving_date_2": "2027"},
    )
    assert "Last day must be a real date" in words(wrong)


def test_what_has_a_last_day_can_be_ended_earlier(cast, office) -> None:
    later = TODAY + timedelta(days=30)
    given = give_role(cast.teacher, "AUDIT", trust=cast.trust, school=cast.school)
    appointed = RoleAssignment.objects.get(person=cast.deputy_dsl, role="DDSL")
    RoleAssignment.objects.filter(pk__in=(given.pk, appointed.pk)).update(end_date=later)
    for row in (given, appointed):
        end = reverse("people:end_role", args=[row.pk])
        shown = office.get(reverse("people:detail", args=[row.person_id])).content.decode()
        assert f'href="{end}">End earlier' in shown
        same = words(office.post(end, day("end_date", later)))
        assert "It ends on that day already. Enter an earlier day" in same
        office.post(end, day("end_date", TODAY))
    given.refresh_from_db()
    assert given.end_date == TODAY
    assert Appointment.objects.get(kind="end").assignment == appointed


def test_a_post_and_training_in_the_browser(cast, office, client) -> None:
    form = {"title": "HoD (Art)", "place": str(cast.school.pk), **day("start_date", TODAY)}
    assert "Choose a post" in words(
        office.post(reverse("people:give_post", args=[cast.teacher.pk]), form | {"title": ""})
    )
    office.post(reverse("people:give_post", args=[cast.teacher.pk]), form)
    assert "HoD (Art)" in words(office.get(reverse("people:detail", args=[cast.teacher.pk])))
    client.force_login(cast.line_manager)
    form = {
        "course": "operator",
        **day("completed_on", TODAY.replace(year=2025)),
        **day("expires_on", TODAY.replace(year=2027)),
    }
    done = client.post(reverse("people:training", args=[cast.teacher.pk]), form)
    assert done.url == reverse("people:account") and cast.teacher.training.count() == 1


def test_ones_own_account(cast, client) -> None:
    client.force_login(cast.dsl)
    says = words(client.get(reverse("people:account")))
    assert "Designated safeguarding lead, Ashdown Academy" in says and "01632 960114" in says
    wrong = client.post(reverse("people:phones"), {"phone": "ask me"})
    assert "Enter a phone number, like 01632 960 114" in words(wrong)
    client.post(
        reverse("people:phones"), {"phone": "01632 960999", "out_of_hours_phone": "07700 900123"}
    )
    cast.dsl.refresh_from_db()
    assert cast.dsl.out_of_hours_phone == "07700 900123"
    client.post(reverse("people:tables"), {"compact": "yes"})
    cast.dsl.refresh_from_db()
    assert cast.dsl.compact_tables


def test_a_teacher_has_no_safeguarding_numbers_to_change(cast, client) -> None:
    client.force_login(cast.teacher)
    assert "Your phone numbers" not in words(client.get(reverse("people:account")))
    assert client.post(reverse("people:phones"), {"phone": "01632 960999"}).status_code == 403


def test_everything_wrong_with_a_new_colleague_is_said_at_once(cast, office) -> None:
    form = {"place": str(cast.school.pk), "email": "ann", "category": "employee"}
    says = words(office.post(reverse("people:add"), form | {"start_date_0": "31"}))
    assert "Enter a first name or a last name" in says
    assert "Enter an email address in the correct format" in says
    assert "First day must include a month and year" in says


def test_a_leaver_is_offered_nothing_new(cast, office) -> None:
    page = reverse("people:detail", args=[cast.teacher.pk])
    offers = ("Give a role", "Give a post", "Invite to sign in")
    assert all(offer in words(office.get(page)) for offer in offers)
    User.objects.filter(pk=cast.teacher.pk).update(leaving_date=TODAY - timedelta(days=1))
    says = words(office.get(page))
    assert not any(offer in says for offer in offers) and "Change the leaving date" in says


def test_nobody_is_offered_as_their_own_line_manager(cast, office) -> None:
    page = office.get(reverse("people:change", args=[cast.teacher.pk])).content.decode()
    assert f'value="{cast.head.pk}"' in page and f'value="{cast.teacher.pk}"' not in page


def test_ones_account_leads_where_one_has_something_to_do(cast, client) -> None:
    for person, may in ((cast.dsl, True), (cast.office, True), (cast.teacher, False)):
        client.force_login(person)
        page = client.get(reverse("people:account")).content.decode()
        assert ("What waits for you to confirm" in page) is may
        assert page.count('href="/account/phones/"') == (person == cast.dsl)


def test_a_year_too_far_is_refused_before_the_check_page(cast, office) -> None:
    page = reverse("reminders:away_of", args=[cast.teacher.pk])
    far = TODAY.replace(year=TODAY.year + 5)
    says = office.post(page, day("start_date", TODAY) | day("end_date", far))
    assert "Last day away must be" in words(says) and says.status_code == 200
    back = f'href="{reverse("people:detail", args=[cast.teacher.pk])}" class="govuk-back-link"'
    assert back in office.get(page).content.decode()
