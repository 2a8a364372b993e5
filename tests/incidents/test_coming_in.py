"""Who may come into a concern that stands already, by its clock, its ladder, a condition or a changed route (fault R2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from access.check import Denied
from incidents import actions
from incidents.models import Incident
from incidents.routing import deadlines
from notifications.models import Message
from people.lines.rows import begin_line
from people.models import Appointment
from people.system import system_user
from tests.factories import LONG_AGO, NOW, TODAY, give_role, make_person
from tests.incidents.world import appoint, can_open, end_role, readers, send, sweep, told

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
YESTERDAY = TODAY - A_DAY
FILED = NOW - 3 * A_DAY


@pytest.fixture
def about_office(cast) -> Incident:
    """About the office manager: the headteacher and the lead deal with it, and it is for named people."""
    return send(cast, option="staff-contact", kinds=("adult",), people=[cast.office], at=FILED)


@pytest.fixture
def puppet(cast):
    return make_person("Paul Puppet", trust=cast.trust, school=cast.school)


def nobody_left(cast) -> None:
    """The roles of both who deal with it have ended."""
    end_role(cast.head, "HEAD", YESTERDAY)
    end_role(cast.dsl, "DSL", YESTERDAY)


def keep_only(cast, *people) -> None:
    """Of those whom a ladder for named people could ask, these alone are left."""
    for person, role in (
        (cast.ceo, "CEO"),
        (cast.chair, "CHAIR"),
        (cast.safeguarding_lead, "TSL"),
    ):
        if person not in people:
            end_role(person, role, YESTERDAY)


def letters(cast, kind: str):
    return Message.objects.filter(recipient=cast.teacher, key__startswith=f"report-{kind}:")


def test_the_first_of_the_ladder_who_was_there_before_it_was_filed(cast, about_office) -> None:
    nobody_left(cast)
    assert sweep(NOW) == 1
    about_office.refresh_from_db()
    assert about_office.handler == cast.ceo
    assert sweep(NOW) == 0


def test_the_puppet_of_an_office_manager_reads_nothing(cast, about_office, puppet) -> None:
    """Fault R2: he ends the head's role and makes his puppet head; every sweep hands the puppet nothing."""
    end_role(cast.head, "HEAD", YESTERDAY)
    end_role(cast.dsl, "DSL", YESTERDAY)
    for role in ("HEAD", "DSL", "DDSL"):
        appoint(cast, puppet, role, at=NOW - A_DAY, by=cast.office)
    for hours in range(0, 150, 30):
        sweep(NOW + timedelta(hours=hours))
        assert not can_open(about_office, puppet, (NOW + timedelta(hours=hours)).date())
    assert "Paul" not in told(about_office)


def test_the_day_of_confirmation_counts_and_not_a_first_day_set_back(
    cast, about_office, puppet
) -> None:
    nobody_left(cast)
    end_role(cast.ceo, "CEO", YESTERDAY)
    appoint(cast, puppet, "CEO", at=NOW - A_DAY, start=LONG_AGO, trust_wide=True)
    sweep(NOW)
    assert readers(about_office) == {"Ivor"}


def test_a_renewal_without_a_gap_is_the_old_role(cast, about_office) -> None:
    nobody_left(cast)
    end_role(cast.ceo, "CEO", YESTERDAY)
    appoint(cast, cast.ceo, "CEO", at=NOW - 2 * A_DAY, start=TODAY, trust_wide=True)
    sweep(NOW)
    assert readers(about_office) == {"Ruth"}


def test_a_renewal_after_a_gap_is_a_new_role(cast, about_office) -> None:
    nobody_left(cast)
    end_role(cast.ceo, "CEO", YESTERDAY - A_DAY)
    appoint(cast, cast.ceo, "CEO", at=NOW - A_DAY, start=TODAY, trust_wide=True)
    sweep(NOW)
    assert readers(about_office) == {"Ivor"}


def test_a_renewal_set_back_over_a_gap_is_a_new_role(cast, about_office) -> None:
    nobody_left(cast)
    end_role(cast.ceo, "CEO", TODAY - 9 * A_DAY)
    appoint(cast, cast.ceo, "CEO", at=NOW - A_DAY, start=TODAY - 8 * A_DAY, trust_wide=True)
    sweep(NOW)
    assert readers(about_office) == {"Ivor"}


def test_else_the_longest_appointed(cast, about_office, puppet) -> None:
    nobody_left(cast)
    keep_only(cast)
    second = make_person("Sue Second", trust=cast.trust, school=cast.school)
    appoint(cast, second, "CHAIR", at=FILED + timedelta(hours=2))
    appoint(cast, puppet, "TSL", at=FILED + timedelta(hours=1), trust_wide=True)
    assert sweep(NOW) == 1
    assert readers(about_office) == {"Paul"}


def test_the_longest_appointed_is_not_one_of_theirs(cast, about_office, puppet) -> None:
    nobody_left(cast)
    keep_only(cast)
    appoint(cast, puppet, "TSL", at=FILED + timedelta(hours=1), by=cast.office, trust_wide=True)
    assert sweep(NOW) == 0
    second = make_person("Sue Second", trust=cast.trust, school=cast.school)
    appoint(cast, second, "CHAIR", at=FILED + timedelta(hours=2))
    assert sweep(NOW) == 1
    assert readers(about_office) == {"Sue"}


def test_nobody_below_somebody_it_is_about(cast, about_office) -> None:
    nobody_left(cast)
    for person, manager in ((cast.ceo, cast.line_manager), (cast.line_manager, cast.office)):
        person.line_manager = manager
        person.save()
    sweep(NOW)
    assert readers(about_office) == {"Ivor"}


@pytest.mark.parametrize(("days", "who"), [(364, "Ivor"), (366, "Ruth")])
def test_nor_who_was_below_them_within_a_year(cast, about_office, days, who) -> None:
    cast.ceo.line_manager = cast.office
    cast.ceo.save()
    begin_line(person=cast.ceo, manager=None, by=cast.admin, at=NOW - days * A_DAY)
    nobody_left(cast)
    sweep(NOW)
    assert readers(about_office) == {who}


def test_nobody_whose_appointment_goes_back_to_them(cast, about_office, puppet) -> None:
    """By any number of steps: he proposed the lead, the lead confirmed the chief executive."""
    nobody_left(cast)
    appoint(cast, puppet, "DHT", at=FILED - 90 * A_DAY, by=cast.office, confirmed_by=cast.head)
    cast.chair.assignments.filter(role="CHAIR").update(given_by=puppet)
    cast.ceo.assignments.filter(role="CEO").update(confirmed_by=cast.chair, given_by=cast.admin)
    sweep(NOW)
    assert readers(about_office) == {"Gwen"}


def test_a_role_that_opens_nothing_makes_nobody_a_puppet(cast, about_office) -> None:
    """The office enters everybody as staff."""
    nobody_left(cast)
    cast.ceo.assignments.filter(role="STAFF").update(given_by=cast.office)
    sweep(NOW)
    assert readers(about_office) == {"Ruth"}


@pytest.mark.parametrize(
    ("agreed", "status", "who"),
    [(False, "done", "Ivor"), (True, "done", "Ruth"), (False, "proposed", "Ruth")],
)
@pytest.mark.parametrize("kind", ["end", "leave", "begin"])
def test_nobody_on_whose_word_a_handlers_role_ended_against_theirs(
    cast, about_office, puppet, kind, agreed, status, who
) -> None:
    row = cast.head.assignments.get(role="HEAD")
    Appointment.objects.create(
        kind=kind,
        person=puppet if kind == "begin" else cast.head,
        role="" if kind == "leave" else "HEAD",
        replaces=row if kind == "begin" else None,
        trust=cast.trust,
        school=cast.school,
        status=status,
        proposed_by=cast.ceo,
        proposed_at=NOW - 2 * A_DAY,
        agreed_at=NOW - A_DAY if agreed else None,
        settled_at=NOW - A_DAY,
    )
    nobody_left(cast)
    sweep(NOW)
    assert readers(about_office) == {who}


def test_where_nobody_is_left_the_reporter_is_told_once_whom_to_phone(cast, about_office) -> None:
    nobody_left(cast)
    keep_only(cast)
    for hours in (0, 7, 30):
        assert sweep(NOW + timedelta(hours=hours)) == 0
    [letter] = letters(cast, "phone_nobody")
    assert "Nobody here can deal with your report" in letter.text
    assert "01632 960312" in letter.text and "01632 960311" in letter.text and "999" in letter.text
    assert about_office.reference in letter.subject + letter.text
    assert "Tom" not in letter.text and letter.restricted
    assert not Message.objects.exclude(recipient=cast.teacher).filter(created_at__gt=FILED).exists()
    assert readers(about_office) == set()


def test_somebody_who_comes_later_is_asked_then(cast, about_office, puppet) -> None:
    nobody_left(cast)
    keep_only(cast)
    sweep(NOW)
    appoint(cast, puppet, "CEO", at=NOW, trust_wide=True)
    assert sweep(NOW + A_DAY) == 1
    assert can_open(about_office, puppet)


def test_whoever_it_is_about_is_told_nothing_though_they_reported_it(cast) -> None:
    incident = send(
        cast,
        by=cast.office,
        option="staff-contact",
        kinds=("adult",),
        people=[cast.office],
        at=FILED,
    )
    nobody_left(cast)
    keep_only(cast)
    sweep(NOW)
    assert not Message.objects.filter(key__startswith=f"report-phone_nobody:{incident.pk}").exists()


def test_somebody_not_known_yet_is_asked_after_all_others(cast, about_office) -> None:
    nobody_left(cast)
    cast.ceo.known_at = None
    cast.ceo.save()
    sweep(NOW)
    assert readers(about_office) == {"Ivor"}


def test_a_condition_brings_in_nobody_appointed_since(cast) -> None:
    incident = send(cast, at=FILED)
    end_role(cast.head, "HEAD", YESTERDAY)
    appoint(cast, cast.deputy_head, "HEAD", at=NOW - A_DAY)
    actions.meet_condition(incident=incident, by=cast.dsl, role="HEAD", when="serious", at=NOW)
    assert not can_open(incident, cast.deputy_head)
    assert can_open(incident, cast.ceo)  # who stands in for a head


def test_a_condition_says_so_where_only_a_new_person_could_be_told(cast, about_office) -> None:
    make = make_person("Hal Human", trust=cast.trust, school=cast.school)
    appoint(cast, make, "HR", at=NOW - A_DAY)
    keep_only(cast)
    with pytest.raises(Denied, match="nobody to tell"):
        actions.meet_condition(incident=about_office, by=cast.head, role="HR", when="harm", at=NOW)


def test_naming_somebody_brings_in_nobody_appointed_since(cast) -> None:
    incident = send(cast, at=FILED)
    end_role(cast.head, "HEAD", YESTERDAY)
    appoint(cast, cast.deputy_head, "HEAD", at=NOW - A_DAY)
    actions.name_party(incident=incident, by=cast.dsl, person=cast.colleague, at=NOW)
    assert not can_open(incident, cast.deputy_head)


def test_what_somebody_was_when_it_was_filed_decides_who_hears_of_it(cast) -> None:
    """About the headteacher, who holds no role any more when somebody else is named too."""
    incident = send(cast, option="staff-contact", kinds=("adult",), people=[cast.head], at=FILED)
    assert readers(incident) == {"Ruth", "Ivor"}
    end_role(cast.head, "HEAD", YESTERDAY)
    actions.name_party(incident=incident, by=cast.ceo, person=cast.colleague, at=NOW)
    assert readers(incident) == {"Ruth", "Ivor"}


def test_a_head_appointed_since_is_not_taken_for_the_one_it_is_about(cast) -> None:
    incident = send(cast, option="staff-contact", kinds=("head",), at=FILED)
    end_role(cast.head, "HEAD", YESTERDAY)
    new = make_person("Nia New", trust=cast.trust, school=cast.school)
    appoint(cast, new, "HEAD", at=NOW - A_DAY)
    actions.share(incident=incident, by=cast.ceo, person=new, reason="Must know", at=NOW)
    actions.name_party(incident=incident, by=cast.ceo, person=cast.colleague, at=NOW)
    assert can_open(incident, new)


def test_the_ladder_begins_again_all_at_once_and_the_reporter_is_told_once(cast) -> None:
    incident = send(cast, at=NOW)
    moment = NOW
    asked = []
    while not letters(cast, "phone_unseen").exists():
        incident.refresh_from_db()
        moment = incident.moves_on_at
        assert sweep(moment) == 1
        asked.append(set(told(incident)))
    # The lead, then the deputy, the head and the trust's lead; after them all four.
    assert [len(names) for names in asked] == [2, 3, 4, 4]
    again = Message.objects.filter(key__startswith="concern-asked_again:")
    assert set(again.values_list("recipient__given_name", flat=True)) == asked[-1]
    assert "has been asked again" in letters(cast, "phone_unseen").get().text
    incident.refresh_from_db()
    assert incident.moves_on_at == deadlines.again(incident.clock, incident.school, moment)
    assert sweep(moment) == 0
    assert sweep(incident.moves_on_at) == 1
    assert letters(cast, "phone_unseen").count() == 1 and again.count() == 8
    actions.mark_seen(incident=incident, by=cast.head, at=moment + A_DAY)
    assert sweep(moment + 9 * A_DAY) == 0


def test_an_unseen_concern_whose_ladder_has_nobody_from_before_goes_to_the_longest(cast) -> None:
    incident = send(cast, option="fake-account", kinds=("outside",), at=FILED)
    assert incident.handler == cast.comms
    end_role(cast.ceo, "CEO", YESTERDAY)
    end_role(cast.head, "HEAD", YESTERDAY)
    assert sweep(NOW) == 1
    assert readers(incident) == {"Ravi", "Gwen"}


def test_past_line_managers_are_kept(cast) -> None:
    from people.lines.models import PastManager

    begin_line(person=cast.teacher, manager=cast.head, by=cast.office, at=NOW)
    begin_line(person=cast.teacher, manager=cast.head, by=cast.office, at=NOW)
    [row] = PastManager.objects.all()
    assert (row.person, row.manager, row.until) == (cast.teacher, cast.line_manager, TODAY)


def test_who_may_come_in_costs_a_fixed_number_of_questions(cast, about_office) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from incidents.routing import escalation

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert escalation.next_place(about_office, at=NOW, is_unheld=True)
        return len(asked)

    before = cost()
    for number in range(5):
        person = make_person(f"Dee Deputy{number}", trust=cast.trust, school=cast.school)
        give_role(person, "VICE_CHAIR", trust=cast.trust, school=cast.school)
        begin_line(person=person, manager=cast.head, by=cast.admin, at=NOW)
    assert cost() == before <= 20


def test_a_sweep_without_a_worker_for_a_while_is_no_other(cast, about_office, puppet) -> None:
    """The head left weeks ago, and so did the reason to look: what counts is who was there when it was filed."""
    end_role(cast.head, "HEAD", date(2026, 11, 18))
    end_role(cast.dsl, "DSL", date(2026, 11, 18))
    appoint(cast, puppet, "CEO", at=NOW + 9 * A_DAY, trust_wide=True)
    actions.move_on_unseen(by=system_user(), at=NOW + 20 * A_DAY)
    assert not can_open(about_office, puppet, TODAY + 20 * A_DAY)
