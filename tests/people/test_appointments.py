"""Nobody makes himself, or a puppet, a reader or a signer: one proposes, another confirms (design: appointments, 2)."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from access.check import Denied, Hidden
from access.roles import APPOINTED, BY_CODE, WAY_IN_TAKES_TWO
from audit.models import Entry
from notifications.models import Message, Notice
from people import actions
from people.appointments import actions as appointments
from people.appointments.fit import Asked, found_for
from people.appointments.models import Appointment
from people.known import knowers
from people.models import RoleAssignment, User
from people.sheets.people_sheet import COLUMNS
from people.system import system_user
from reminders.jobs import jobs_for
from tests.cast import Cast
from tests.factories import NOW, TODAY, give_role, make_person
from workflow.moves import WrongState

DAY = timedelta(days=1)
LATER = NOW + 5 * DAY  # 20 November 2026 is a Friday


def invented(cast: Cast, by: User | None = None) -> User:
    """A colleague who does not exist, with an address outside."""
    return actions.add_person(
        trust=cast.trust,
        school=cast.school,
        given_name="Ivy",
        family_name="Ghost",
        email="ivy.ghost@school.example",
        category="volunteer",
        start_date=TODAY,
        by=by or cast.office,
        at=NOW,
    )


def propose(cast: Cast, person: User | None = None, **changes: Any) -> Appointment:
    facts = {"role": "DDSL", "trust": cast.trust, "school": cast.school, "start_date": TODAY}
    facts |= {"by": cast.office, "at": NOW} | changes
    return appointments.propose(person=person or cast.colleague, **facts)


def confirm(row: Appointment, by: User, at: Any = NOW) -> Appointment:
    return appointments.confirm(appointment=row, by=by, at=at)


def holds(person: User, role: str, on: date = TODAY) -> bool:
    return User.objects.get(pk=person.pk).holds(role, on)


def names(row: Appointment) -> set[str]:
    asked = row.witnesses.filter(may_confirm=True)
    return set(asked.values_list("person__given_name", flat=True))


def told(what: str) -> set[str]:
    rows = Message.objects.filter(kind=f"appointment.{what}")
    return set(rows.values_list("recipient__given_name", flat=True))


# ---- Nobody alone --------------------------------------------------------------------------


def test_every_role_that_hears_signs_or_decides_takes_two() -> None:
    assert set(APPOINTED) == {
        *("HEAD", "DHT", "SLT", "DSL", "DDSL", "TSL", "CEO", "CHAIR", "VICE_CHAIR"),
        *("COMMS", "NETMAN", "HR", "DPO"),
    }


@pytest.mark.parametrize("role", sorted(WAY_IN_TAKES_TWO))
def test_nobody_who_keeps_the_list_gives_such_a_role(cast: Cast, role: str) -> None:
    puppet = invented(cast)
    school = cast.school if "school" in BY_CODE[role].held_at else None
    for by in (cast.office, cast.admin):
        with pytest.raises((Denied, Hidden)):
            actions.give_role(
                person=puppet,
                role=role,
                trust=cast.trust,
                school=school,
                start_date=TODAY,
                by=by,
                at=NOW,
            )
    assert not holds(puppet, role)


def test_a_role_that_hears_nothing_is_still_given_at_once(cast: Cast) -> None:
    actions.give_role(
        person=cast.colleague,
        role="AUDIT",
        trust=cast.trust,
        school=cast.school,
        start_date=TODAY,
        by=cast.office,
        at=NOW,
    )
    assert holds(cast.colleague, "AUDIT")
    with pytest.raises(ValidationError, match="needs no second person"):
        propose(cast, role="AUDIT")


def test_proposed_is_not_appointed(cast: Cast) -> None:
    row = propose(cast, invented(cast))
    assert row.status == "proposed" and not holds(row.person, "DDSL")
    assert names(row) == {"Priya", "Amal", "Ivor", "Ruth", "Gwen"}
    assert told("proposed") == {*names(row), "Ivy"}
    assert "REM-49A" in {job.code for job in jobs_for(cast.head, TODAY)}
    for person in (cast.office, cast.teacher, cast.other_head, cast.deputy_dsl):
        assert "REM-49A" not in {job.code for job in jobs_for(person, TODAY)}


def test_confirmed_it_begins_and_all_who_must_know_are_told(cast: Cast) -> None:
    row = confirm(propose(cast), cast.head)
    assert row.status == "done" and holds(cast.colleague, "DDSL")
    given = cast.colleague.assignments.get(role="DDSL")
    assert (given.given_by, given.confirmed_by, given.given_at) == (cast.office, cast.head, NOW)
    assert told("done") == {"Priya", "Amal", "Sam", "Ivor", "Ruth", "Gwen", "Tom", "Lena"}
    events = Entry.objects.filter(event__startswith="appointment").order_by("position")
    assert [e.event for e in events] == ["appointment.proposed", "appointment.confirmed"]
    assert "REM-49A" not in {job.code for job in jobs_for(cast.dsl, TODAY)}


def test_who_may_propose(cast: Cast) -> None:
    for by in (cast.office, cast.admin, cast.head, cast.ceo, cast.chair):
        row = propose(cast, by=by)
        assert by.given_name not in names(row)
        appointments.withdraw(appointment=row, by=by, at=NOW)
    for by in (cast.teacher, cast.dsl, cast.deputy_head, cast.comms):
        with pytest.raises(Denied):
            propose(cast, by=by)
    for by in (cast.outsider, cast.other_head):
        with pytest.raises((Denied, Hidden)):
            propose(cast, by=by)
    with pytest.raises(Denied, match="yourself"):
        propose(cast, cast.office)


def test_who_may_not_confirm(cast: Cast) -> None:
    row = propose(cast)
    for by in (cast.office, cast.admin, cast.teacher, cast.deputy_dsl, cast.colleague):
        with pytest.raises((Denied, Hidden)):
            confirm(row, by)
    for by in (cast.outsider, cast.other_head):
        with pytest.raises(Hidden):
            confirm(row, by)
    assert Appointment.objects.get().status == "proposed"


def test_a_confirmer_keeps_no_list_reports_to_neither_and_is_known(cast: Cast) -> None:
    give_role(cast.head, "ADMIN", trust=cast.trust, school=cast.school)
    User.objects.filter(pk=cast.dsl.pk).update(line_manager=cast.office)
    User.objects.filter(pk=cast.chair.pk).update(line_manager=cast.colleague)
    User.objects.filter(pk=cast.ceo.pk).update(known_at=None)
    assert names(propose(cast)) == {"Gwen"}


def test_who_comes_to_keep_the_list_meanwhile_confirms_nothing(cast: Cast) -> None:
    row = propose(cast)
    give_role(cast.head, "ADMIN", trust=cast.trust, school=cast.school)
    with pytest.raises(Denied):
        confirm(row, User.objects.get(pk=cast.head.pk))


def test_who_lost_the_role_meanwhile_confirms_nothing(cast: Cast) -> None:
    row = propose(cast)
    cast.head.assignments.filter(role="HEAD").update(end_date=TODAY - DAY)
    with pytest.raises(Denied):
        confirm(row, User.objects.get(pk=cast.head.pk))


def test_a_puppets_puppet_confirms_nothing_for_90_days(cast: Cast) -> None:
    """Who was put there on the proposer's word, confirmed by whomever, does not speak for the proposer."""
    first = confirm(propose(cast, role="VICE_CHAIR"), cast.dsl)
    assert "Lena" not in names(propose(cast, cast.teacher))
    asked = Asked(cast.teacher, cast.office, "SLT", cast.trust, cast.school, TODAY)
    for days, fits in ((89, False), (90, True)):
        later = Asked(**{**vars(asked), "on": TODAY + timedelta(days=days)})
        found = {r.person.given_name for r in found_for(later).confirmers}
        assert ("Lena" in found) is fits
    assert first.person == cast.colleague
    by_another = Asked(**{**vars(asked), "proposer": cast.admin})
    assert "Lena" in {r.person.given_name for r in found_for(by_another).confirmers}


def test_nobody_fills_the_place_of_who_hears_about_them(cast: Cast) -> None:
    new = make_person("Nia New", trust=cast.trust, school=cast.school)
    chair = propose(cast, new, role="VICE_CHAIR")
    assert names(chair) == {"Amal", "Ivor", "Ruth", "Gwen"}  # not the head
    head = propose(cast, new, role="HEAD", ends_current=True)
    assert names(head) == {"Ivor", "Ruth", "Gwen"}  # not the lead, nor the head who goes
    lead = propose(cast, new, role="CHAIR", school=None, by=cast.admin)
    assert names(lead) == {"Gwen"}  # the chief executive hears the trust's chair


def test_a_trust_role_that_nobody_of_the_trust_confirms_takes_two_of_two_schools(
    cast: Cast,
) -> None:
    for person in (cast.ceo, cast.safeguarding_lead):
        User.objects.filter(pk=person.pk).update(leaving_date=TODAY - DAY)
    row = propose(cast, role="TSL", school=None, by=cast.admin)
    assert row.needs == 2 and names(row) == {"Priya", "Amal", "Ivor", "Kay", "Ellis"}
    assert confirm(row, cast.head).status == "proposed"
    assert confirm(row, cast.dsl).status == "proposed"  # of the same school
    assert not holds(cast.colleague, "TSL")
    assert confirm(row, cast.other_head).status == "done" and holds(cast.colleague, "TSL")


def test_pressed_twice_it_is_confirmed_once(cast: Cast) -> None:
    row = confirm(propose(cast), cast.head)
    with pytest.raises((WrongState, Denied)):
        confirm(row, cast.dsl)
    assert cast.colleague.assignments.filter(role="DDSL").count() == 1


def test_a_second_administrator_confirms_an_administrator(cast: Cast) -> None:
    alone = propose(cast, role="ADMIN", by=cast.admin)
    assert names(alone) == {"Tom"}
    appointments.withdraw(appointment=alone, by=cast.admin, at=NOW)
    row = propose(cast, role="ADMIN")
    assert names(row) == {"Tess"}
    confirm(row, cast.admin)
    assert holds(cast.colleague, "ADMIN")


def test_without_a_second_administrator_it_is_an_appointment(cast: Cast) -> None:
    User.objects.filter(pk=cast.admin.pk).update(leaving_date=TODAY - DAY)
    assert names(propose(cast, role="ADMIN")) == {"Priya", "Amal", "Ivor", "Ruth", "Gwen"}


# ---- Declined, withdrawn, out of time ------------------------------------------------------


def test_declined_and_withdrawn_nothing_changes(cast: Cast) -> None:
    row = appointments.decline(appointment=propose(cast), by=cast.head, at=NOW)
    assert row.status == "declined" and "Tom" in told("ended")
    other = appointments.withdraw(appointment=propose(cast), by=cast.office, at=NOW + DAY)
    assert other.status == "withdrawn" and not holds(cast.colleague, "DDSL")
    for verb in (appointments.decline, appointments.confirm):
        with pytest.raises((WrongState, ValidationError)):
            verb(appointment=other, by=cast.head, at=NOW)


def test_only_the_proposer_withdraws(cast: Cast, client: Client) -> None:
    row = propose(cast, by=cast.head)
    for by in (cast.office, cast.admin):
        with pytest.raises(Denied, match="whoever proposed"):
            appointments.withdraw(appointment=row, by=by, at=NOW)
    client.force_login(cast.office)
    assert "Withdraw it" not in client.get(row.get_absolute_url()).content.decode()
    client.force_login(cast.head)
    assert "Withdraw it" in client.get(row.get_absolute_url()).content.decode()
    assert appointments.withdraw(appointment=row, by=cast.head, at=NOW).status == "withdrawn"


def test_what_is_confirmed_and_waits_is_taken_back_by_who_confirmed_it(
    cast: Cast, client: Client
) -> None:
    row = confirm(replaced(cast), cast.ceo)
    for by in (cast.office, cast.admin):
        with pytest.raises(Denied):
            appointments.withdraw(appointment=row, by=by, at=NOW)
    with pytest.raises(Denied, match="whoever confirmed"):
        appointments.take_back(appointment=row, by=cast.chair, at=NOW)
    client.force_login(cast.office)
    assert "Withdraw it" not in client.get(row.get_absolute_url()).content.decode()
    client.force_login(cast.ceo)
    page = client.post(reverse("people:take_back_appointment", args=[row.pk]), follow=True)
    assert "Taken back" in page.content.decode()
    appointments.settle_due(at=LATER)
    assert holds(cast.head, "HEAD", LATER.date()) and not holds(cast.deputy_head, "HEAD")


def test_after_14_days_it_lapses(cast: Cast) -> None:
    row = propose(cast)
    appointments.settle_due(at=NOW + timedelta(days=13))
    assert Appointment.objects.get(pk=row.pk).status == "proposed"
    appointments.settle_due(at=NOW + timedelta(days=14))
    assert Appointment.objects.get(pk=row.pk).status == "lapsed"


def test_it_never_begins_before_it_is_confirmed(cast: Cast) -> None:
    row = propose(cast, start_date=TODAY - 30 * DAY)
    confirm(row, cast.head)
    assert cast.colleague.assignments.get(role="DDSL").start_date == TODAY


def test_what_cannot_be_any_more_is_not_confirmed(cast: Cast) -> None:
    row = propose(cast, end_date=TODAY)
    with pytest.raises(ValidationError, match="no longer"):
        confirm(row, cast.head, NOW + DAY)
    twice = propose(cast, role="VICE_CHAIR")
    give_role(cast.colleague, "VICE_CHAIR", trust=cast.trust, school=cast.school)
    with pytest.raises(ValidationError, match="no longer"):
        confirm(twice, cast.dsl)


# ---- Replacing and ending ------------------------------------------------------------------


def replaced(cast: Cast) -> Appointment:
    return propose(cast, cast.deputy_head, role="HEAD", ends_current=True)


def test_a_sole_role_is_replaced_by_one_proposal(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Priya Nair is headteacher"):
        propose(cast, cast.deputy_head, role="HEAD")
    row = confirm(replaced(cast), cast.ceo)
    assert row.status == "waiting" and holds(cast.head, "HEAD")
    appointments.settle_due(at=row.takes_effect_at - timedelta(minutes=1))
    assert holds(cast.head, "HEAD")
    appointments.settle_due(at=row.takes_effect_at)
    day = row.takes_effect_at.astimezone().date()
    assert holds(cast.deputy_head, "HEAD", day) and not holds(cast.head, "HEAD", day)


def test_the_holder_has_two_school_days(cast: Cast) -> None:
    """Proposed and confirmed on a Friday: Monday and Tuesday pass."""
    row = confirm(replaced(cast), cast.ceo)
    assert row.takes_effect_at.isoformat().startswith("2026-11-25T00:00")


def test_the_holder_who_agrees_ends_the_wait(cast: Cast) -> None:
    row = replaced(cast)
    appointments.agree(appointment=row, by=cast.head, at=NOW)
    assert holds(cast.head, "HEAD")  # somebody still confirms who comes
    assert confirm(row, cast.ceo).status == "done"
    assert holds(cast.deputy_head, "HEAD") and not holds(cast.head, "HEAD", TODAY + DAY)


def test_the_holder_who_objects_holds_it_until_somebody_above_decides(cast: Cast) -> None:
    row = confirm(replaced(cast), cast.ceo)
    appointments.object_to(appointment=row, by=cast.head, at=NOW)
    appointments.settle_due(at=LATER)
    assert holds(cast.head, "HEAD")
    for by in (cast.office, cast.dsl, cast.head, cast.deputy_head):
        with pytest.raises((Denied, Hidden)):
            appointments.decide(appointment=row, goes_on=True, by=by, at=LATER)
    done = appointments.decide(appointment=row, goes_on=False, by=cast.chair, at=LATER)
    assert done.status == "declined" and holds(cast.head, "HEAD")


def test_an_objection_waits_until_it_is_decided(cast: Cast, client: Client) -> None:
    row = confirm(replaced(cast), cast.ceo)
    appointments.object_to(appointment=row, by=cast.head, at=NOW)
    for days in (14, 40):
        appointments.settle_due(at=NOW + timedelta(days=days))
        assert Appointment.objects.get(pk=row.pk).status == "objected"
    for person, is_asked in (
        (cast.chair, True),
        (cast.ceo, True),
        (cast.dsl, False),
        (cast.head, False),
    ):
        assert ("REM-49F" in {job.code for job in jobs_for(person, TODAY)}) is is_asked
        client.force_login(person)
        page = client.get("/to-confirm/").content.decode()
        assert ("To decide: Priya Nair objects, headteacher of Ashdown Academy" in page) is is_asked
    appointments.decide(appointment=row, goes_on=True, by=cast.chair, at=NOW + timedelta(days=40))
    assert holds(cast.deputy_head, "HEAD", TODAY + timedelta(days=40))
    assert "REM-49F" not in {job.code for job in jobs_for(cast.ceo, TODAY)}


@pytest.mark.parametrize("why", ["nobody decides", "the role is over"])
def test_an_objection_without_a_point_lapses(cast: Cast, why: str) -> None:
    role = cast.deputy_dsl.assignments.get(role="DDSL")
    end = appointments.propose_end(assignment=role, end_date=TODAY, by=cast.office, at=NOW)
    appointments.object_to(appointment=end, by=cast.deputy_dsl, at=NOW)
    if why == "the role is over":
        actions.lay_down_role(assignment=role, by=cast.deputy_dsl, at=NOW + DAY)
    else:
        above = (cast.ceo, cast.chair, cast.safeguarding_lead)
        User.objects.filter(pk__in=[one.pk for one in above]).update(leaving_date=TODAY)
    appointments.settle_due(at=NOW + timedelta(days=14))
    assert Appointment.objects.get(pk=end.pk).status == "lapsed"


def test_decided_against_the_holder_it_goes_on(cast: Cast) -> None:
    row = replaced(cast)
    appointments.object_to(appointment=row, by=cast.head, at=NOW)
    appointments.decide(appointment=row, goes_on=True, by=cast.ceo, at=NOW)
    assert holds(cast.deputy_head, "HEAD")


def test_the_accused_office_does_not_end_the_head(cast: Cast) -> None:
    """Fault R2: neither a leaving date, nor the end of the role, nor a replacement by one person."""
    row = cast.head.assignments.get(role="HEAD")
    with pytest.raises(Denied, match="one person"):
        actions.set_leaving_date(person=cast.head, leaving_date=TODAY, by=cast.office, at=NOW)
    with pytest.raises(Denied, match="one person"):
        actions.end_role(assignment=row, end_date=TODAY, by=cast.office, at=NOW)
    leave = appointments.propose_leaving(
        person=cast.head, leaving_date=TODAY, by=cast.office, at=NOW
    )
    assert names(leave) == {"Ivor", "Ruth", "Gwen"} and "Priya" in told("proposed")
    appointments.settle_due(at=LATER)
    assert holds(cast.head, "HEAD") and User.objects.get(pk=cast.head.pk).leaving_date is None


def test_an_end_is_confirmed_and_its_holder_silent_for_two_school_days(cast: Cast) -> None:
    row = cast.deputy_dsl.assignments.get(role="DDSL")
    end = appointments.propose_end(assignment=row, end_date=TODAY, by=cast.office, at=NOW)
    assert "Sam" not in names(end)
    confirm(end, cast.dsl)
    assert holds(cast.deputy_dsl, "DDSL", TODAY + DAY)
    appointments.settle_due(at=LATER)
    assert not holds(cast.deputy_dsl, "DDSL", LATER.date())
    ended = RoleAssignment.objects.get(pk=row.pk).end_date
    assert ended == date(2026, 11, 24)  # never into the past: the day before it took effect


def test_a_holder_who_agrees_ends_it_at_once_and_alone(cast: Cast) -> None:
    row = cast.deputy_dsl.assignments.get(role="DDSL")
    end = appointments.propose_end(assignment=row, end_date=TODAY, by=cast.office, at=NOW)
    done = appointments.agree(appointment=end, by=cast.deputy_dsl, at=NOW)
    assert done.status == "done" and not holds(cast.deputy_dsl, "DDSL", TODAY + DAY)


def test_a_role_is_laid_down_at_once(cast: Cast) -> None:
    row = cast.dsl.assignments.get(role="DSL")
    with pytest.raises(Denied):
        actions.lay_down_role(assignment=row, by=cast.office, at=NOW)
    actions.lay_down_role(assignment=row, by=cast.dsl, at=NOW)
    actions.lay_down_role(assignment=row, by=cast.dsl, at=NOW)
    assert not holds(cast.dsl, "DSL", TODAY + DAY)
    assert Entry.objects.filter(event="role.laid_down").count() == 1


def test_a_role_to_come_that_is_laid_down_never_begins(cast: Cast, client: Client) -> None:
    confirm(propose(cast, start_date=TODAY + 7 * DAY), cast.head)
    row = RoleAssignment.objects.get(person=cast.colleague, role="DDSL")
    client.force_login(cast.colleague)
    assert "from 27 November 2026" in client.get("/account/").content.decode()
    address = reverse("people:lay_down_role", args=[row.pk])
    assert "It was to begin on 27 November 2026" in client.get(address).content.decode()
    said = client.post(address, follow=True).content.decode()
    assert "You will not be deputy designated safeguarding lead." in said
    assert "Deputy designated" not in client.get("/account/").content.decode()
    assert not any(holds(cast.colleague, "DDSL", TODAY + days * DAY) for days in range(12))
    assert client.post(address).status_code == 404
    actions.lay_down_role(assignment=row, by=cast.colleague, at=LATER)


@pytest.mark.parametrize("days", [0, 7])
def test_a_role_laid_down_comes_back_by_no_press(cast: Cast, client: Client, days: int) -> None:
    row = confirm(propose(cast, start_date=TODAY + days * DAY), cast.head)
    role = RoleAssignment.objects.get(person=cast.colleague, role="DDSL")
    actions.lay_down_role(assignment=role, by=cast.colleague, at=NOW)
    for verb, by in (
        (appointments.hold_back_appointment, cast.dsl),
        (appointments.give_back_appointment, cast.chair),
        (appointments.take_back, cast.head),
    ):
        with pytest.raises(WrongState):
            verb(appointment=row, by=by, at=NOW)
    assert not any(holds(cast.colleague, "DDSL", TODAY + (d + 1) * DAY) for d in range(12))
    client.force_login(cast.head)
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Laid down" in page and "In effect" not in page and "Take it back" not in page


def test_who_was_to_be_replaced_goes_on_where_it_is_laid_down_before(cast: Cast) -> None:
    a_new_lead(cast, start_date=TODAY + 7 * DAY)
    role = RoleAssignment.objects.get(person=cast.colleague, role="DSL")
    actions.lay_down_role(assignment=role, by=cast.colleague, at=NOW)
    assert all(holds(cast.dsl, "DSL", TODAY + days * DAY) for days in range(30))
    assert "Amal" in told("ended")


def test_who_was_to_be_replaced_goes_on_where_the_next_one_leaves_before(cast: Cast) -> None:
    row = a_new_lead(cast, start_date=TODAY + 20 * DAY)
    User.objects.filter(pk=cast.colleague.pk).update(leaving_date=TODAY + 9 * DAY)
    appointments.settle_due(at=NOW + 9 * DAY)
    assert Appointment.objects.get(pk=row.pk).status == "done"
    appointments.settle_due(at=NOW + 10 * DAY)
    assert Appointment.objects.get(pk=row.pk).status == "taken_back"
    assert all(holds(cast.dsl, "DSL", TODAY + days * DAY) for days in range(40))


def test_a_role_to_come_does_not_begin_for_who_comes_back(cast: Cast) -> None:
    confirm(propose(cast, start_date=TODAY + 20 * DAY), cast.head)
    User.objects.filter(pk=cast.colleague.pk).update(leaving_date=TODAY - DAY, is_active=False)
    back = User.objects.get(pk=cast.colleague.pk)
    actions.set_leaving_date(person=back, leaving_date=None, by=cast.office, at=NOW)
    assert not any(holds(back, "DDSL", TODAY + days * DAY) for days in range(40))


def test_what_is_held_back_for_a_while_can_be_laid_down(cast: Cast) -> None:
    row = confirm(propose(cast, end_date=TODAY + 60 * DAY), cast.head)
    appointments.hold_back_appointment(appointment=row, by=cast.dsl, at=NOW)
    role = RoleAssignment.objects.get(person=cast.colleague, role="DDSL")
    actions.lay_down_role(assignment=role, by=cast.colleague, at=NOW)
    with pytest.raises(WrongState):
        appointments.give_back_appointment(appointment=row, by=cast.chair, at=NOW)


def test_leaving_is_agreed_by_who_leaves(cast: Cast) -> None:
    last = TODAY + 40 * DAY
    leave = appointments.propose_leaving(person=cast.dsl, leaving_date=last, by=cast.office, at=NOW)
    appointments.agree(appointment=leave, by=cast.dsl, at=NOW)
    assert User.objects.get(pk=cast.dsl.pk).leaving_date == last


LAST = TODAY + 14 * DAY


def is_leaving(cast: Cast) -> User:
    """The deputy lead, who agreed to their last day."""
    leave = appointments.propose_leaving(
        person=cast.deputy_dsl, leaving_date=LAST, by=cast.office, at=NOW
    )
    appointments.agree(appointment=leave, by=cast.deputy_dsl, at=NOW)
    return User.objects.get(pk=cast.deputy_dsl.pk)


@pytest.mark.parametrize("last", [None, LAST + DAY, LAST - DAY])
def test_a_last_day_that_stands_is_changed_by_nobody_alone(cast: Cast, last: date | None) -> None:
    person = is_leaving(cast)
    for by in (cast.office, cast.admin):
        with pytest.raises(Denied, match="one person"):
            actions.set_leaving_date(person=person, leaving_date=last, by=by, at=NOW)
    assert User.objects.get(pk=person.pk).leaving_date == LAST


def test_nobody_takes_away_their_own_last_day(cast: Cast) -> None:
    person = is_leaving(cast)
    give_role(person, "TADMIN", trust=cast.trust)
    for last in (None, LAST + DAY):
        with pytest.raises(Denied, match="Somebody else proposes"):
            actions.set_leaving_date(person=person, leaving_date=last, by=person, at=NOW)
    actions.set_leaving_date(person=person, leaving_date=LAST - DAY, by=person, at=NOW)


@pytest.mark.parametrize("last", [None, LAST + DAY])
def test_that_somebody_stays_is_confirmed_by_a_second_person(cast: Cast, last: date | None) -> None:
    person = is_leaving(cast)
    stay = appointments.propose_leaving(person=person, leaving_date=last, by=cast.office, at=NOW)
    assert "Sam" not in names(stay) and "Sam" in told("proposed")
    assert not {"REM-49B"} & {job.code for job in jobs_for(person, TODAY)}
    for verb, by in ((appointments.agree, person), (appointments.confirm, cast.office)):
        with pytest.raises((Denied, Hidden)):
            verb(appointment=stay, by=by, at=NOW)
    assert User.objects.get(pk=person.pk).leaving_date == LAST
    assert confirm(stay, cast.dsl).status == "done"
    assert User.objects.get(pk=person.pk).leaving_date == last


def test_the_page_proposes_that_they_stay(cast: Cast, client: Client) -> None:
    person = is_leaving(cast)
    client.force_login(cast.office)
    address = reverse("people:leaving", args=[person.pk])
    page = client.post(address, {"leaving_date_0": ""}, follow=True).content.decode()
    assert "Proposed. They have been told." in page and "None: they stay" in page
    assert User.objects.get(pk=person.pk).leaving_date == LAST
    assert "proposed already" in client.post(address, {"leaving_date_0": ""}).content.decode()
    row = Appointment.objects.get(end_date=None)
    client.force_login(cast.dsl)
    assert "for longer" in client.get(row.get_absolute_url()).content.decode()
    client.post(reverse("people:confirm_appointment", args=[row.pk]))
    assert User.objects.get(pk=person.pk).leaving_date is None


def test_who_comes_back_does_not_hear_concerns_again(cast: Cast) -> None:
    User.objects.filter(pk=cast.deputy_dsl.pk).update(
        leaving_date=TODAY - 10 * DAY, is_active=False
    )
    back = User.objects.get(pk=cast.deputy_dsl.pk)
    actions.set_leaving_date(person=back, leaving_date=None, by=cast.office, at=NOW)
    assert not holds(back, "DDSL") and holds(back, "STAFF")


# ---- Held back and taken back --------------------------------------------------------------


def test_anybody_told_holds_it_back_for_seven_days_until_a_second_confirms(cast: Cast) -> None:
    row = confirm(propose(cast), cast.head)
    with pytest.raises((Denied, Hidden)):
        appointments.hold_back_appointment(appointment=row, by=cast.colleague, at=NOW)
    appointments.hold_back_appointment(appointment=row, by=cast.chair, at=NOW + DAY)
    assert not holds(cast.colleague, "DDSL")
    for by in (cast.head, cast.chair, cast.deputy_dsl, cast.office):
        with pytest.raises((Denied, Hidden)):
            appointments.give_back_appointment(appointment=row, by=by, at=NOW + DAY)
    appointments.give_back_appointment(appointment=row, by=cast.dsl, at=NOW + DAY)
    assert holds(cast.colleague, "DDSL")


def test_a_deputy_is_told_and_holds_nothing_back(cast: Cast, client: Client) -> None:
    """Else one deputy takes out a new lead."""
    row = propose(cast, cast.colleague, role="DSL", ends_current=True)
    appointments.agree(appointment=row, by=cast.dsl, at=NOW)
    confirm(row, cast.safeguarding_lead)
    assert "Sam" in told("done")
    with pytest.raises(Denied, match="tell a headteacher"):
        appointments.hold_back_appointment(appointment=row, by=cast.deputy_dsl, at=NOW)
    assert holds(cast.colleague, "DSL")
    client.force_login(cast.deputy_dsl)
    assert "Hold it back" not in client.get(row.get_absolute_url()).content.decode()
    client.force_login(cast.head)
    assert "Hold it back" in client.get(row.get_absolute_url()).content.decode()


def test_after_seven_days_it_stands(cast: Cast) -> None:
    row = confirm(propose(cast), cast.head)
    with pytest.raises(WrongState):
        appointments.hold_back_appointment(appointment=row, by=cast.dsl, at=NOW + 7 * DAY)
    with pytest.raises(WrongState):
        appointments.take_back(appointment=row, by=cast.head, at=NOW + 7 * DAY)
    assert holds(cast.colleague, "DDSL")


def test_whoever_confirmed_takes_it_back(cast: Cast) -> None:
    row = confirm(propose(cast), cast.head)
    with pytest.raises(Denied):
        appointments.take_back(appointment=row, by=cast.dsl, at=NOW + DAY)
    appointments.take_back(appointment=row, by=cast.head, at=NOW + DAY)
    assert not holds(cast.colleague, "DDSL", TODAY + DAY)


def test_what_stays_held_back_is_taken_back(cast: Cast) -> None:
    row = confirm(propose(cast), cast.head)
    appointments.hold_back_appointment(appointment=row, by=cast.dsl, at=NOW + DAY)
    appointments.settle_due(at=NOW + timedelta(days=22))
    assert Appointment.objects.get(pk=row.pk).status == "taken_back"


def a_new_lead(cast: Cast, **changes: Any) -> Appointment:
    """Confirmed, and the one before has agreed."""
    row = propose(cast, cast.colleague, role="DSL", ends_current=True, **changes)
    appointments.agree(appointment=row, by=cast.dsl, at=NOW)
    return confirm(row, cast.safeguarding_lead)


def test_a_replacement_taken_back_gives_the_role_to_who_had_it(cast: Cast, client: Client) -> None:
    before = cast.dsl.assignments.get(role="DSL")
    row = a_new_lead(cast)
    appointments.take_back(appointment=row, by=cast.safeguarding_lead, at=NOW + DAY)
    assert not holds(cast.colleague, "DSL", TODAY + DAY)
    assert holds(cast.dsl, "DSL", TODAY + DAY) and holds(cast.dsl, "DSL", TODAY + 400 * DAY)
    again = cast.dsl.assignments.filter(role="DSL").latest("start_date")
    before.refresh_from_db()
    assert again.start_date == before.end_date + DAY  # without a gap
    assert (again.given_by, again.given_at) == (before.given_by, before.given_at)
    given = Entry.objects.filter(event="role.given").latest("position")
    assert given.data["renews"] == str(before.pk)
    letters = Message.objects.filter(kind="appointment.ended")
    assert {"Amal", "Lena"} <= told("ended")
    assert all("Amal Haddad has the role again" in one.text for one in letters)
    client.force_login(cast.dsl)
    assert "Amal Haddad has the role again" in client.get(row.get_absolute_url()).content.decode()


def test_a_replacement_that_stays_held_back_gives_it_back_too(cast: Cast) -> None:
    row = a_new_lead(cast)
    appointments.hold_back_appointment(appointment=row, by=cast.ceo, at=NOW + DAY)
    day = TODAY + timedelta(days=22)
    appointments.settle_due(at=NOW + timedelta(days=22))
    assert holds(cast.dsl, "DSL", day) and not holds(cast.colleague, "DSL", day)


def test_it_is_given_again_until_the_day_it_would_have_ended(cast: Cast) -> None:
    until = TODAY + 30 * DAY
    cast.dsl.assignments.filter(role="DSL").update(end_date=until)
    row = a_new_lead(cast, start_date=TODAY + 7 * DAY)
    appointments.take_back(appointment=row, by=cast.safeguarding_lead, at=NOW + DAY)
    assert all(holds(cast.dsl, "DSL", TODAY + days * DAY) for days in range(31))
    assert not holds(cast.dsl, "DSL", until + DAY)


@pytest.mark.parametrize("why", ["left", "laid down", "taken"])
def test_it_is_not_given_again_where_that_cannot_be(cast: Cast, why: str) -> None:
    row = a_new_lead(cast, start_date=TODAY + 3 * DAY)
    at = NOW + 3 * DAY
    if why == "left":
        User.objects.filter(pk=cast.dsl.pk).update(leaving_date=TODAY + DAY)
    elif why == "laid down":
        actions.lay_down_role(
            assignment=cast.dsl.assignments.get(role="DSL"), by=cast.dsl, at=NOW + DAY
        )
    else:
        RoleAssignment.objects.create(
            person=cast.teacher, role="DSL", trust=cast.trust, school=cast.school, start_date=TODAY
        )
    appointments.take_back(appointment=row, by=cast.safeguarding_lead, at=at)
    assert not holds(cast.dsl, "DSL", at.date()) and not holds(cast.dsl, "DSL", at.date() + DAY)


def test_a_role_laid_down_meanwhile_is_not_made_longer_by_its_replacement(cast: Cast) -> None:
    row = confirm(replaced(cast), cast.ceo)
    head = cast.head.assignments.get(role="HEAD")
    actions.lay_down_role(assignment=head, by=cast.head, at=NOW)
    appointments.settle_due(at=LATER)
    head.refresh_from_db()
    assert head.end_date == TODAY and Appointment.objects.get(pk=row.pk).status == "done"


def test_what_is_held_back_is_not_given_back_beside_another(cast: Cast) -> None:
    row = a_new_lead(cast)
    appointments.hold_back_appointment(appointment=row, by=cast.ceo, at=NOW)
    give_role(cast.teacher, "DSL", trust=cast.trust, school=cast.school)
    with pytest.raises(ValidationError, match="already"):
        appointments.give_back_appointment(appointment=row, by=cast.chair, at=NOW)


# ---- Where nobody fits ---------------------------------------------------------------------


def nobody_fits(cast: Cast) -> Appointment:
    everybody = (cast.head, cast.dsl, cast.chair, cast.ceo, cast.safeguarding_lead)
    User.objects.filter(pk__in=[p.pk for p in everybody]).update(line_manager=cast.office)
    User.objects.filter(pk__in=[cast.other_head.pk, cast.other_dsl.pk]).update(
        line_manager=cast.office
    )
    return propose(cast)


def test_where_nobody_fits_a_code_of_the_server_and_48_hours_do(cast: Cast) -> None:
    row = nobody_fits(cast)
    assert names(row) == set()
    call_command("appointment_code", stdout=(listed := io.StringIO()))
    assert str(row.pk) in listed.getvalue()
    call_command("appointment_code", str(row.pk), stdout=(said := io.StringIO()))
    code = said.getvalue().split(": ")[1].strip()
    with pytest.raises(ValidationError, match="not the code"):
        appointments.confirm_by_code(appointment=row, code="X", by=cast.office, at=NOW)
    with pytest.raises((Denied, Hidden)):
        appointments.confirm_by_code(appointment=row, code=code, by=cast.teacher, at=NOW)
    row = appointments.confirm_by_code(appointment=row, code=code.lower(), by=cast.office, at=NOW)
    assert row.status == "waiting" and not holds(cast.colleague, "DDSL")
    assert row.takes_effect_at >= NOW + timedelta(hours=48)
    assert row.takes_effect_at.isoformat().startswith("2026-11-24T00:00")  # Monday has passed
    assert told("waiting") >= {"Priya", "Amal", "Sam", "Ivor", "Ruth", "Gwen", "Kay", "Ellis"}
    appointments.settle_due(at=row.takes_effect_at)
    assert holds(cast.colleague, "DDSL", date(2026, 11, 24))


def test_anybody_who_was_told_stops_what_a_code_confirmed(cast: Cast) -> None:
    row = nobody_fits(cast)
    code = appointments.make_code(appointment=row, at=NOW)
    row = appointments.confirm_by_code(appointment=row, code=code, by=cast.office, at=NOW)
    with pytest.raises(Denied, match="tell a headteacher"):
        appointments.stop(appointment=row, by=cast.deputy_dsl, at=NOW)
    appointments.stop(appointment=row, by=cast.other_dsl, at=NOW)
    appointments.settle_due(at=LATER)
    assert not holds(cast.colleague, "DDSL")


def test_no_code_where_somebody_fits(cast: Cast) -> None:
    row = propose(cast)
    with pytest.raises(CommandError, match="No code is needed"):
        call_command("appointment_code", str(row.pk))
    with pytest.raises(ValidationError):
        appointments.confirm_by_code(appointment=row, code="", by=cast.office, at=NOW)


# ---- Known ---------------------------------------------------------------------------------


def test_who_signs_in_first_is_spoken_to_by_another_holder(cast: Cast) -> None:
    new = make_person("Nia New", trust=cast.trust, school=cast.school, known_at=None)
    confirm(propose(cast, new), cast.head)
    assert "REM-49C" not in {job.code for job in jobs_for(cast.dsl, TODAY)}
    User.objects.filter(pk=new.pk).update(last_login=NOW)
    assert "REM-49C" in {job.code for job in jobs_for(cast.dsl, TODAY)}
    new.refresh_from_db()
    for by in (cast.office, cast.teacher, new):
        with pytest.raises((Denied, Hidden)):
            actions.know_person(person=new, by=by, at=NOW)
    actions.know_person(person=new, by=cast.dsl, at=NOW)
    new.refresh_from_db()
    assert (new.known_at, new.known_by) == (NOW, cast.dsl)
    assert "REM-49C" not in {job.code for job in jobs_for(cast.head, TODAY)}


def test_a_new_head_and_a_new_lead_say_it_for_each_other(cast: Cast) -> None:
    pair = [cast.head.pk, cast.dsl.pk, cast.deputy_dsl.pk]
    User.objects.update(known_at=None, last_login=NOW)
    head, dsl, deputy = (User.objects.get(pk=pk) for pk in pair)
    with pytest.raises(Denied, match="about you first"):
        actions.know_person(person=dsl, by=deputy, at=NOW)
    actions.know_person(person=dsl, by=head, at=NOW)
    actions.know_person(person=head, by=User.objects.get(pk=dsl.pk), at=NOW)


# ---- Pages ---------------------------------------------------------------------------------


def test_one_page_for_the_proposer_and_two_presses_for_the_confirmer(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.office)
    form = {"role": "DDSL", "place": str(cast.school.pk)}
    form |= {"start_date_0": "20", "start_date_1": "11", "start_date_2": "2026"}
    answer = client.post(reverse("people:give_role", args=[cast.colleague.pk]), form, follow=True)
    page = answer.content.decode()
    assert "takes effect when a second person confirms it" in page
    row = Appointment.objects.get()
    client.force_login(cast.head)
    page = client.get("/to-confirm/").content.decode()
    assert "Lena Fox" in page and "I have spoken to them: confirm" in page
    client.post(reverse("people:confirm_appointment", args=[row.pk]))
    assert holds(cast.colleague, "DDSL")
    assert "Nothing waits for you" in client.get("/to-confirm/").content.decode()


def test_a_sheet_proposes_and_one_press_confirms_it(cast: Cast, client: Client) -> None:
    rows = [
        dict.fromkeys(COLUMNS, "")
        | {"number": str(at), "First name": name, "Last name": "New", "Role": role}
        | {"Email": f"{name}@school.example"}
        for at, (name, role) in enumerate((("Ann", "DDSL"), ("Bea", "SLT")), 2)
    ]
    upload = actions.begin_import(
        trust=cast.trust,
        school=cast.school,
        file_name="staff.csv",
        rows=rows,
        by=cast.office,
        at=NOW,
    )
    people = actions.import_people(upload=upload, by=cast.office, at=NOW)
    assert len(people) == 2 and not any(holds(p, "DDSL") or holds(p, "SLT") for p in people)
    (letter,) = Message.objects.filter(kind="appointment.sheet", recipient=cast.dsl)
    assert letter.link == "/to-confirm/" and "staff.csv" in letter.text
    (job,) = [job for job in jobs_for(cast.dsl, TODAY) if job.code == "REM-49A"]
    assert job.link == "/to-confirm/" and job.text.endswith("roles of a sheet of people")
    client.force_login(cast.dsl)
    assert "A sheet of people: 2 roles, staff.csv" in client.get("/to-confirm/").content.decode()
    client.post(reverse("people:confirm_sheet", args=[upload.pk]))
    assert holds(people[0], "DDSL") and holds(people[1], "SLT")
    assert not Notice.objects.unread().filter(kind="appointment.sheet")
    client.force_login(cast.teacher)
    assert client.post(reverse("people:confirm_sheet", args=[upload.pk])).status_code == 404


def test_the_holder_answers_and_the_chair_decides_in_the_browser(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.office)
    form = {"leaving_date_0": "1", "leaving_date_1": "12", "leaving_date_2": "2026"}
    page = client.post(reverse("people:leaving", args=[cast.head.pk]), form, follow=True)
    assert "can agree or object" in page.content.decode()
    row = Appointment.objects.get()
    client.force_login(cast.head)
    assert "I object" in client.get(row.get_absolute_url()).content.decode()
    client.post(reverse("people:object_appointment", args=[row.pk]))
    client.force_login(cast.chair)
    assert "It goes ahead" in client.get(row.get_absolute_url()).content.decode()
    client.post(reverse("people:leave_it_appointment", args=[row.pk]))
    row.refresh_from_db()
    assert row.status == "declined"


def test_the_holder_is_asked_at_home(cast: Cast) -> None:
    row = cast.dsl.assignments.get(role="DSL")
    end = appointments.propose_end(assignment=row, end_date=TODAY, by=cast.office, at=NOW)
    assert "REM-49B" in {job.code for job in jobs_for(cast.dsl, TODAY)}
    assert "REM-49B" not in {job.code for job in jobs_for(cast.head, TODAY)}
    appointments.object_to(appointment=end, by=cast.dsl, at=NOW)
    assert "REM-49B" not in {job.code for job in jobs_for(cast.dsl, TODAY)}


def test_a_taken_account_is_not_known_by_the_word_of_who_confirms(cast: Cast) -> None:
    """The office gives a teacher an address of his own, signs in, and has her appointed by an honest head."""
    User.objects.filter(pk=cast.teacher.pk).update(last_login=NOW)
    cast.teacher.refresh_from_db()
    actions.change_person(person=cast.teacher, email="mine@school.example", by=cast.office, at=NOW)
    assert User.objects.get(pk=cast.teacher.pk).known_at is None
    row = confirm(propose(cast, cast.teacher), cast.head)
    assert row.status == "done" and User.objects.get(pk=cast.teacher.pk).known_at is None
    # She is shown with that address.
    assert cast.teacher in knowers.to_get_to_know(cast.dsl, TODAY)


@pytest.mark.parametrize("what", ["a link", "the second step"])
def test_who_gets_a_way_in_from_somebody_else_is_unknown_again(cast: Cast, what: str) -> None:
    if what == "a link":
        actions.invite(person=cast.teacher, by=cast.office, at=NOW)
    else:
        TOTP.activate(cast.teacher, "A" * 32)
        actions.reset_second_step(person=cast.teacher, by=cast.office, at=NOW)
    assert User.objects.get(pk=cast.teacher.pk).known_at is None


def test_a_colleague_without_such_a_role_can_be_known_too(cast: Cast, client: Client) -> None:
    """Something may be shown to them by name."""
    User.objects.filter(pk=cast.teacher.pk).update(known_at=None, last_login=NOW)
    client.force_login(cast.head)
    page = client.get(reverse("people:detail", args=[cast.teacher.pk])).content.decode()
    assert "Nobody has said yet that it is Jo Bell" in page
    client.post(reverse("people:know", args=[cast.teacher.pk]))
    assert User.objects.get(pk=cast.teacher.pk).known_by == cast.head
    assert not knowers.to_get_to_know(cast.dsl, TODAY)


def test_what_can_no_longer_be_lapses_and_holds_up_nothing_else(cast: Cast) -> None:
    """The only portal administrator cannot leave: the sweep says so, and does the rest."""
    give_role(cast.admin, "COMMS", trust=cast.trust)
    leave = appointments.propose_leaving(
        person=User.objects.get(pk=cast.admin.pk), leaving_date=TODAY, by=system_user(), at=NOW
    )
    confirm(leave, cast.ceo)
    other = confirm(replaced(cast), cast.ceo)
    appointments.settle_due(at=LATER)
    assert Appointment.objects.get(pk=leave.pk).status == "lapsed"
    assert Appointment.objects.get(pk=other.pk).status == "done"


def test_whom_the_proposer_has_just_put_there_decides_no_objection(cast: Cast) -> None:
    row = confirm(propose(cast, role="VICE_CHAIR"), cast.dsl)
    end = replaced(cast)
    appointments.object_to(appointment=end, by=cast.head, at=NOW)
    for by in (row.person, cast.deputy_dsl):
        with pytest.raises((Denied, Hidden)):
            appointments.decide(
                appointment=end, goes_on=True, by=User.objects.get(pk=by.pk), at=NOW
            )
    assert appointments.decide(appointment=end, goes_on=True, by=cast.chair, at=NOW)


def test_the_head_proposes_a_last_day_and_sets_none(cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    address = reverse("people:leaving", args=[cast.deputy_dsl.pk])
    shown = client.get(reverse("people:detail", args=[cast.deputy_dsl.pk])).content.decode()
    assert address in shown
    assert "Propose this" in client.get(address).content.decode()
    form = {"leaving_date_0": "4", "leaving_date_1": "12", "leaving_date_2": "2026"}
    page = client.post(address, form, follow=True).content.decode()
    assert "Proposed. They have been told, and can agree or object." in page
    assert Appointment.objects.get().proposed_by == cast.head
    assert User.objects.get(pk=cast.deputy_dsl.pk).leaving_date is None
    for person in (cast.teacher, cast.other_dsl):  # has no such role; is of another school
        assert client.post(reverse("people:leaving", args=[person.pk]), form).status_code in (
            403,
            404,
        )
    client.force_login(cast.dsl)
    assert client.get(address).status_code == 403
