"""To confirm shows everything that waits for one's word, also what is answered on a page of its own."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from govuk.templatetags.portal import at
from notifications.models import Message, Notice
from people.appointments import actions as appointments
from people.appointments import deadlines
from people.appointments.models import Appointment
from people.models import RoleAssignment, User
from people.way_in import actions as way_in
from reminders.jobs import jobs_for
from tests.cast import Cast
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
NOTHING = "Nothing waits for you"


def propose(cast: Cast, person: User, **changes: Any) -> Appointment:
    facts = {"role": "DDSL", "trust": cast.trust, "school": cast.school, "start_date": TODAY}
    return appointments.propose(person=person, **(facts | {"by": cast.office, "at": NOW} | changes))


def page(client: Client, person: User) -> str:
    client.force_login(person)
    return client.get("/to-confirm/").content.decode()


def test_a_holder_finds_the_end_of_their_role_there(cast: Cast, client: Client) -> None:
    held = RoleAssignment.objects.get(person=cast.deputy_dsl, role="DDSL")
    row = appointments.propose_end(assignment=held, end_date=TODAY, by=cast.office, at=NOW)
    assert row.get_absolute_url() in page(client, cast.deputy_dsl)
    appointments.agree(appointment=row, by=cast.deputy_dsl, at=NOW)
    assert NOTHING in page(client, cast.deputy_dsl)


def test_who_can_give_back_finds_what_is_held_back(cast: Cast, client: Client) -> None:
    facts = {"role": "DDSL", "trust": cast.trust, "school": cast.school, "start_date": TODAY}
    row = appointments.propose(person=cast.colleague, by=cast.office, at=NOW, **facts)
    appointments.confirm(appointment=row, by=cast.head, at=NOW)
    appointments.hold_back_appointment(appointment=row, by=cast.dsl, at=NOW)
    assert "Decide: Lena Fox" in page(client, cast.ceo)
    for person in (
        cast.dsl,
        cast.teacher,
        cast.other_head,
    ):  # who held it back, and who is not asked
        assert "held back" not in page(client, person)


def test_a_way_in_to_confirm_is_there_too(cast: Cast, client: Client) -> None:
    change = way_in.propose_way_in(person=cast.deputy_dsl, sends_link=True, by=cast.office, at=NOW)
    assert f"How {cast.deputy_dsl.full_name} signs in" in page(client, cast.head)
    assert change.get_absolute_url() not in page(client, cast.office)


def test_the_page_says_who_confirmed_it_and_when_it_really_begins(
    cast: Cast, client: Client
) -> None:
    facts = {"role": "DDSL", "trust": cast.trust, "school": cast.school}
    early = TODAY - timedelta(days=3)
    row = appointments.propose(
        person=cast.colleague, start_date=early, by=cast.office, at=NOW, **facts
    )
    appointments.confirm(appointment=row, by=cast.head, at=NOW)
    client.force_login(cast.office)
    said = " ".join(client.get(row.get_absolute_url()).content.decode().split())
    assert "Confirmed" in said and cast.head.full_name in said
    assert "20 November 2026" in said and "17 November 2026" not in said


def test_once_one_has_confirmed_it_waits_for_nobody_else(cast: Cast) -> None:
    def asked() -> set[str]:
        waiting = Notice.objects.unread().filter(needs_action=True)
        return set(waiting.values_list("recipient__given_name", flat=True))

    facts = {"role": "DDSL", "trust": cast.trust, "school": cast.school, "start_date": TODAY}
    row = appointments.propose(person=cast.colleague, by=cast.office, at=NOW, **facts)
    assert {"Priya", "Amal"} <= asked()
    appointments.confirm(appointment=row, by=cast.head, at=NOW)
    assert asked() == set()


def test_a_holder_is_asked_until_it_is_over(cast: Cast) -> None:
    held = RoleAssignment.objects.get(person=cast.deputy_dsl, role="DDSL")
    row = appointments.propose_end(assignment=held, end_date=TODAY, by=cast.office, at=NOW)
    appointments.confirm(appointment=row, by=cast.head, at=NOW)
    waiting = Notice.objects.unread().filter(needs_action=True)
    assert [one.recipient for one in waiting] == [cast.deputy_dsl]
    appointments.settle_due(at=NOW + timedelta(days=7))
    assert not waiting.all().exists()


def test_who_is_to_stay_loses_nothing_and_is_asked_nothing(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.deputy_dsl.pk).update(leaving_date=TODAY + timedelta(days=9))
    person = User.objects.get(pk=cast.deputy_dsl.pk)
    appointments.propose_leaving(person=person, leaving_date=None, by=cast.office, at=NOW)
    assert "proposed to end" not in page(client, person)


def test_a_role_held_back_asks_those_who_decide_and_says_when_it_ends(
    cast: Cast, client: Client
) -> None:
    row = appointments.confirm(appointment=propose(cast, cast.colleague), by=cast.head, at=NOW)
    appointments.hold_back_appointment(appointment=row, by=cast.chair, at=NOW)
    for person, is_asked in (
        (cast.dsl, True),
        (cast.head, True),  # has confirmed it, and can take it back
        (cast.chair, False),
        (cast.deputy_dsl, False),
        (cast.colleague, False),
        (cast.office, False),
    ):
        assert ("REM-49H" in {job.code for job in jobs_for(person, TODAY)}) is is_asked
        letter = Message.objects.filter(kind="appointment.suspended", recipient=person).get()
        assert letter.subject.startswith("Decide") is is_asked
    client.force_login(cast.dsl)
    row.refresh_from_db()
    said = f"Without a word it ends on {at(deadlines.held_back_until(row))}"
    assert said in client.get(row.get_absolute_url()).content.decode()
    appointments.settle_due(at=deadlines.held_back_until(row) - timedelta(minutes=1))
    row.refresh_from_db()
    assert row.status == "suspended"
    appointments.settle_due(at=deadlines.held_back_until(row))
    row.refresh_from_db()
    assert row.status == "taken_back"
    assert "REM-49H" not in {job.code for job in jobs_for(cast.dsl, TODAY)}


def test_how_long_it_is_held_back_is_said_and_reckoned_alike(cast: Cast, monkeypatch) -> None:
    row = appointments.confirm(appointment=propose(cast, cast.colleague), by=cast.head, at=NOW)
    row = appointments.hold_back_appointment(appointment=row, by=cast.chair, at=NOW)
    monkeypatch.setattr(deadlines, "HELD_BACK", timedelta(days=3))
    appointments.settle_due(at=deadlines.held_back_until(row))
    row.refresh_from_db()
    assert deadlines.held_back_until(row) == NOW + timedelta(days=3) and row.status == "taken_back"


def test_proposing_it_again_is_no_way_round_who_holds_it_back(cast: Cast, client: Client) -> None:
    row = appointments.confirm(appointment=propose(cast, cast.colleague), by=cast.head, at=NOW)
    row = appointments.hold_back_appointment(appointment=row, by=cast.chair, at=NOW)
    with pytest.raises(ValidationError, match="held back.* can give it back"):
        propose(cast, cast.colleague)
    client.force_login(cast.colleague)
    account = client.get("/account/").content.decode()
    assert f"{row.name}, {row.place}: held back" in account
    appointments.take_back(appointment=row, by=cast.head, at=NOW)
    assert propose(cast, cast.colleague).status == "proposed"


def test_who_confirms_by_no_role_any_more_is_asked_no_longer(cast: Cast, client: Client) -> None:
    row = propose(cast, cast.colleague)
    asked = {one.person for one in row.witnesses.filter(may_confirm=True)}
    assert cast.dsl in asked and "REM-49A" in {job.code for job in jobs_for(cast.dsl, TODAY)}
    RoleAssignment.objects.filter(person=cast.dsl, role="DSL").update(
        end_date=TODAY - timedelta(days=1)
    )
    dsl = User.objects.get(pk=cast.dsl.pk)
    assert "REM-49A" not in {job.code for job in jobs_for(dsl, TODAY)}
    assert "lena" not in page(client, dsl).casefold().split("<main")[1]
    client.force_login(cast.head)
    seen = client.get(row.get_absolute_url()).content.decode()
    assert cast.head.full_name in seen and cast.dsl.full_name not in seen.split("<main")[1]
    RoleAssignment.objects.filter(person__in=asked).exclude(role="STAFF").update(
        end_date=TODAY - timedelta(days=1)
    )
    client.force_login(cast.office)
    seen = client.get(row.get_absolute_url()).content.decode()
    assert "Nobody who was asked may confirm it any more" in seen


def test_given_back_it_asks_nobody_any_more(cast: Cast) -> None:
    row = appointments.confirm(appointment=propose(cast, cast.colleague), by=cast.head, at=NOW)
    appointments.hold_back_appointment(appointment=row, by=cast.chair, at=NOW)
    appointments.give_back_appointment(appointment=row, by=cast.dsl, at=NOW)
    assert not Notice.objects.unread().filter(needs_action=True, link=row.get_absolute_url())


def letters_of(what: str) -> dict[str, Message]:
    found = Message.objects.filter(kind=f"appointment.{what}").select_related("recipient")
    return {letter.recipient.given_name: letter for letter in found}


def a_new_head(cast: Cast) -> Appointment:
    return propose(cast, cast.deputy_head, role="HEAD", ends_current=True)


def test_an_objection_names_both_and_asks_only_those_who_decide(cast: Cast, client: Client) -> None:
    row = a_new_head(cast)
    appointments.object_to(appointment=row, by=cast.head, at=NOW)
    letters = letters_of("objected")
    of_chair, of_dsl = letters[cast.chair.given_name], letters[cast.dsl.given_name]
    assert of_chair.subject == "Decide: objected to, headteacher of Ashdown Academy"
    assert of_dsl.subject == "Objected to: headteacher of Ashdown Academy"
    for letter in (of_chair, of_dsl):
        assert "Priya Nair objects, whose role would end by it" in letter.text
        assert "Owen Lowe" in letter.text
    assert "Decide here" in of_chair.text and "Decide here" not in of_dsl.text
    assert letters["Priya"].text.split("\n\n")[1].startswith("You object")
    client.force_login(cast.head)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "You have objected. Changed your mind?" in page and "I agree" in page
    appointments.decide(appointment=row, goes_on=False, by=cast.chair, at=NOW)
    assert f"{cast.chair.full_name} has said no" in letters_of("ended")["Priya"].text
    assert not Notice.objects.unread().filter(needs_action=True, link=row.get_absolute_url())


def test_the_holder_reads_what_silence_does_under_their_own_role(
    cast: Cast, client: Client
) -> None:
    row = a_new_head(cast)
    assert "If you say nothing" in letters_of("proposed")["Priya"].text
    client.force_login(cast.head)
    page = client.get(row.get_absolute_url()).content.decode()
    assert ">Your role as headteacher of Ashdown Academy</h1>" in page
    assert "If you say nothing, it takes effect two school days after" in page
    client.force_login(cast.ceo)
    assert ">Owen Lowe</h1>" in client.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("verb", "who", "subject", "says"),
    [
        ("decline", "head", "Not confirmed", "has said no"),
        ("withdraw", "office", "Withdrawn", "has withdrawn the proposal"),
    ],
)
def test_the_letter_about_the_end_says_which(
    cast: Cast, verb: str, who: str, subject: str, says: str
) -> None:
    row = propose(cast, cast.colleague)
    by = getattr(cast, who)
    getattr(appointments, verb)(appointment=row, by=by, at=NOW)
    letter = letters_of("ended")["Lena"]
    place = "deputy designated safeguarding lead of Ashdown Academy"
    assert letter.subject == f"{subject}: {place}"
    assert f"{by.full_name} {says}" in letter.text and "out of time" not in letter.text
    assert "it is about a role of yours" in letter.text


def test_two_proposals_for_one_person_have_two_headings(cast: Cast, client: Client) -> None:
    propose(cast, cast.colleague)
    propose(cast, cast.colleague, role="SLT")
    headings = re.findall(r'id="card-[^>]*>([^<]+)', page(client, cast.dsl))
    assert len(headings) == len(set(headings)) == 2
