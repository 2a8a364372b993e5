"""Adding and changing people, leaving dates, training and phone numbers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from access.check import Denied, Hidden
from audit.models import Entry
from notifications.models import Message
from people.actions import (
    add_person,
    change_person,
    change_phone,
    record_training,
    set_leaving_date,
)
from people.models import User
from tests.factories import NOW, TODAY, make_person
from tests.factories import give_role as have_role

pytestmark = pytest.mark.django_db


def add(cast, *, by, **changes):
    facts = {
        "trust": cast.trust,
        "school": cast.school,
        "given_name": "Nia",
        "family_name": "Cole",
        "email": "Nia.Cole@School.example ",
        "category": "teaching",
        "line_manager": cast.head,
        "start_date": TODAY,
    }
    return add_person(**{**facts, **changes}, by=by, at=NOW)


def test_somebody_new_is_a_member_of_staff_who_cannot_sign_in_yet(cast) -> None:
    person = add(cast, by=cast.office)
    assert person.email == "nia.cole@school.example"
    assert person.holds("STAFF", TODAY, cast.school)
    assert not person.has_usable_password()
    assert [entry.event for entry in Entry.objects.order_by("position")] == [
        "person.added",
        "role.given",
    ]


def test_only_who_keeps_the_list_adds_people(cast) -> None:
    for person in (cast.teacher, cast.head, cast.dsl, cast.comms, cast.officer):
        with pytest.raises(Denied):
            add(cast, by=person)
    with pytest.raises(Denied):
        add(cast, by=cast.office, school=cast.other_school)
    with pytest.raises(Denied):
        add(cast, by=cast.office, school=None)
    with pytest.raises(Hidden):
        add(cast, by=cast.outsider)
    assert not User.objects.filter(family_name="Cole").exists()


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        (
            {"given_name": " ", "family_name": " "},
            "given_name",
            "Enter a first name or a last name",
        ),
        ({"email": ""}, "email", "Enter a work email address"),
        ({"email": "nia"}, "email", "in the correct format"),
        ({"email": "nia@gmail.example"}, "email", "ending in @school.example"),
        ({"email": "jo.bell@school.example"}, "email", "Jo Bell already has this email address"),
        ({"email": "olga.stone@school.example"}, "email", "another organisation here"),
    ],
)
def test_what_is_wrong_stands_by_its_field(cast, changes, field, says) -> None:
    with pytest.raises(ValidationError) as refusal:
        add(cast, by=cast.office, **changes)
    assert says in refusal.value.message_dict[field][0]


def test_a_governor_may_have_another_address_or_none(cast) -> None:
    assert (
        add(cast, by=cast.office, category="governor", email="nia@home.example").email
        == "nia@home.example"
    )
    assert add(cast, by=cast.office, category="parent_volunteer", email="").email is None


def test_nobody_is_managed_in_a_circle(cast) -> None:
    with pytest.raises(ValidationError, match="is managed by"):
        change_person(person=cast.head, line_manager=cast.teacher, by=cast.admin, at=NOW)
    cast.head.refresh_from_db()
    assert cast.head.line_manager == cast.ceo


def test_the_address_somebody_had_hears_that_it_was_changed(cast, settings) -> None:
    settings.SENDS_EMAIL = True
    before = cast.teacher.email
    change_person(person=cast.teacher, email="somebody@school.example", by=cast.admin, at=NOW)
    message = Message.objects.get(recipient=cast.teacher)
    assert message.address == before
    assert "Your email address was changed" in message.text


def test_a_change_is_kept_with_what_changed(cast) -> None:
    change_person(person=cast.teacher, department="Art", family_name="Bell", by=cast.office, at=NOW)
    assert Entry.objects.get().data == {"changed": ["department"]}
    change_person(person=cast.teacher, department="Art", by=cast.office, at=NOW)
    assert Entry.objects.count() == 1


def test_who_has_roles_elsewhere_is_changed_only_by_the_portal_administrator(cast) -> None:
    with pytest.raises(Denied):
        change_person(person=cast.comms, department="Art", by=cast.office, at=NOW)
    with pytest.raises(Hidden):
        change_person(person=cast.other_teacher, department="Art", by=cast.office, at=NOW)
    change_person(person=cast.comms, department="Art", by=cast.admin, at=NOW)


def test_a_leaver_loses_access_at_once_live_session_included(cast, client) -> None:
    client.force_login(cast.teacher)
    today = date.today()
    assert client.get(reverse("people:account")).status_code == 200
    set_leaving_date(person=cast.teacher, leaving_date=today, by=cast.office, at=now())
    assert (
        client.get(reverse("people:account")).status_code == 200
    )  # the last day is still a day here
    set_leaving_date(
        person=cast.teacher, leaving_date=today - timedelta(days=1), by=cast.office, at=now()
    )
    assert client.get(reverse("people:account")).status_code == 302
    assert not client.login(email=cast.teacher.email, password="correct horse battery")
    assert list(cast.teacher.__class__.objects.get(pk=cast.teacher.pk).roles_on(today)) == []


def test_a_session_whose_leaving_date_has_passed_overnight_ends(cast, client) -> None:
    client.force_login(cast.teacher)
    User.objects.filter(pk=cast.teacher.pk).update(leaving_date=date.today() - timedelta(days=1))
    answer = client.get(reverse("people:account"))
    assert answer.status_code == 302 and answer.url.startswith("/sign-in/")


def now():
    from django.utils import timezone

    return timezone.now()


def test_a_leaving_date_can_be_taken_back(cast) -> None:
    past = TODAY - timedelta(days=3)
    set_leaving_date(person=cast.teacher, leaving_date=past, by=cast.office, at=NOW)
    assert not cast.teacher.is_active
    set_leaving_date(person=cast.teacher, leaving_date=None, by=cast.office, at=NOW)
    assert cast.teacher.is_active


def test_the_last_portal_administrator_does_not_leave_before_another_is_there(cast) -> None:
    with pytest.raises(ValidationError, match="Add another portal administrator before you set"):
        set_leaving_date(person=cast.admin, leaving_date=TODAY, by=cast.admin, at=NOW)
    have_role(make_person("Max Lund", trust=cast.trust), "TADMIN", trust=cast.trust)
    set_leaving_date(person=cast.admin, leaving_date=TODAY, by=cast.admin, at=NOW)


def test_a_leaving_date_before_the_first_day_is_refused(cast) -> None:
    with pytest.raises(ValidationError, match="after the first day, 1 September"):
        set_leaving_date(person=cast.teacher, leaving_date=date(2019, 1, 1), by=cast.office, at=NOW)


def train(person, *, by, completed=date(2026, 9, 1), expires=date(2027, 9, 1)):
    return record_training(
        person=person, course="operator", completed_on=completed, expires_on=expires, by=by, at=NOW
    )


def test_a_line_manager_records_training(cast) -> None:
    row = train(cast.teacher, by=cast.line_manager)
    assert (row.expires_on, row.recorded_by) == (date(2027, 9, 1), cast.line_manager)
    assert Entry.objects.get().event == "training.recorded"


def test_training_is_recorded_by_somebody_else(cast) -> None:
    with pytest.raises(Denied, match="your own training"):
        train(cast.comms, by=cast.comms)
    with pytest.raises(Denied):
        train(cast.teacher, by=cast.colleague)
    with pytest.raises(Hidden):
        train(cast.teacher, by=cast.other_head)


def test_training_dates_make_sense(cast) -> None:
    with pytest.raises(ValidationError, match="today or in the past"):
        train(cast.teacher, by=cast.comms, completed=date(2026, 12, 1))
    with pytest.raises(ValidationError, match="after the date completed"):
        train(cast.teacher, by=cast.comms, expires=date(2026, 9, 1))


def test_a_dsl_changes_her_own_numbers(cast) -> None:
    change_phone(
        person=cast.dsl,
        phone="01632 960999",
        out_of_hours_phone="07700 900123",
        by=cast.dsl,
        at=NOW,
    )
    cast.dsl.refresh_from_db()
    assert (cast.dsl.phone, cast.dsl.out_of_hours_phone) == ("01632 960999", "07700 900123")
    assert Entry.objects.get().event == "phone.changed"
    assert "960999" not in str(Entry.objects.get().data)


def test_nobody_changes_anothers_numbers(cast) -> None:
    for person in (cast.head, cast.deputy_dsl):
        with pytest.raises(Denied, match="only your own number"):
            change_phone(person=cast.dsl, phone="01632 960999", by=person, at=NOW)
    for person in (cast.office, cast.teacher):
        with pytest.raises(Denied):
            change_phone(person=person, phone="01632 960999", by=person, at=NOW)


def test_a_number_is_a_number(cast) -> None:
    for phone, says in (("", "Enter the phone number"), ("ask the office", "like 01632")):
        with pytest.raises(ValidationError) as refusal:
            change_phone(person=cast.dsl, phone=phone, by=cast.dsl, at=NOW)
        assert says in refusal.value.message_dict["phone"][0]
