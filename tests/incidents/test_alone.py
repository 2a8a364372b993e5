"""Nobody is alone with a concern because they have named, suspended or held back the others who would read it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from access.check import Denied
from incidents import actions
from incidents.models import Incident
from incidents.routing.plan import route_for
from people import actions as people
from people.appointments import actions as appointments
from tests.factories import NOW, TODAY, make_away, make_person
from tests.incidents.world import answers, end_role, readers, send, sweep, told

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
YESTERDAY = TODAY - A_DAY
LATER = NOW + timedelta(minutes=20)
OUTSIDE = (("safeguarding_lead", "TSL"), ("ceo", "CEO"), ("chair", "CHAIR"))


def about_a_teacher(cast, at=NOW) -> Incident:
    facts = {"option": "staff-contact", "kinds": ("adult",), "people": [cast.colleague]}
    return send(cast, at=at, **facts)


def gone(cast, *roles: str) -> None:
    for name, role in OUTSIDE:
        if role in roles:
            end_role(getattr(cast, name), role, YESTERDAY)


def name(incident: Incident, person, *, by) -> None:
    actions.name_party(incident=incident, by=by, person=person, at=LATER)


# ---- Named later -------------------------------------------------------------------------------


def test_a_head_who_names_the_lead_is_not_left_alone(cast) -> None:
    incident = about_a_teacher(cast)
    assert readers(incident) == {"Priya", "Amal"}
    name(incident, cast.dsl, by=cast.head)
    assert readers(incident) == {"Priya", "Gwen"} and "Gwen" in told(incident)
    assert "Gwen Tully, trust safeguarding lead, was asked in their place" in [
        entry.text for entry in incident.entries.all()
    ]


def test_naming_whoever_came_in_their_place_brings_in_the_next(cast) -> None:
    incident = about_a_teacher(cast)
    for person in (cast.dsl, cast.safeguarding_lead):
        name(incident, person, by=cast.head)
    assert readers(incident) == {"Priya", "Ruth"}


def test_whom_they_named_beforehand_are_not_asked_and_then_it_is_refused(cast) -> None:
    incident = about_a_teacher(cast)
    gone(cast, "CEO", "CHAIR")
    name(incident, cast.safeguarding_lead, by=cast.head)
    with pytest.raises(Denied, match="only one left .* designated officer on 01632 960312"):
        name(incident, cast.dsl, by=cast.head)
    assert readers(incident) == {"Priya", "Amal"}
    assert not incident.parties.filter(person=cast.dsl).exists()


def test_the_page_says_so(cast) -> None:
    incident = about_a_teacher(cast)
    gone(cast, "TSL", "CEO", "CHAIR")
    client = Client()
    client.force_login(cast.head)
    page = client.post(
        f"{incident.get_absolute_url()}who/about/", {"person": str(cast.dsl.pk)}
    ).content.decode()
    assert "nobody else here may be asked in their place" in page


def test_nor_by_naming_the_manager_of_the_others(cast) -> None:
    """Whoever reports to somebody named loses sight with them."""
    cast.dsl.line_manager = cast.deputy_head
    cast.dsl.save()
    incident = about_a_teacher(cast)
    name(incident, cast.deputy_head, by=cast.head)
    assert readers(incident) == {"Priya", "Gwen"}


def test_where_somebody_else_goes_on_nobody_more_is_asked(cast) -> None:
    incident = about_a_teacher(cast)
    name(incident, cast.dsl, by=cast.dsl)
    assert readers(incident) == {"Priya"}  # as a report about the lead goes (M57)
    incident = send(cast, option="adult-behaviour", kinds=("adult",), people=[cast.colleague])
    name(incident, cast.deputy_head, by=cast.head)
    assert readers(incident) == {"Priya"}  # who was alone with it from the beginning


def test_a_chief_executive_who_names_the_chair_is_not_left_alone(cast) -> None:
    incident = send(cast, option="staff-contact", kinds=("adult",), people=[cast.head])
    assert readers(incident) == {"Ruth", "Ivor"}
    name(incident, cast.chair, by=cast.ceo)
    assert readers(incident) == {"Ruth", "Gwen"}


# ---- Suspended or held back --------------------------------------------------------------------


def suspend(by, *whom, at=NOW) -> None:
    for person in whom:
        people.suspend_person(person=person, by=by, at=at)


ALONE_WITH = [
    ("staff-contact", "adult"),
    ("intimate-image", "adult"),
    ("blackmail", "pupil"),
    ("adult-behaviour", "pupil"),
    ("extreme", "unsure"),
    ("fake-account", "pupil"),
]


@pytest.mark.parametrize(("option", "kind"), ALONE_WITH)
def test_a_head_who_suspends_the_whole_team_reads_nothing_alone(cast, option, kind) -> None:
    suspend(cast.head, cast.dsl, cast.deputy_dsl)
    incident = send(cast, option=option, kinds=(kind,))
    assert "Gwen" in told(incident) & readers(incident)


def test_where_there_is_no_lead_of_the_trust_the_next_one_is_told(cast) -> None:
    suspend(cast.head, cast.dsl, cast.deputy_dsl)
    gone(cast, "TSL")
    assert told(about_a_teacher(cast)) == {"Priya", "Ruth"}
    gone(cast, "CEO")
    assert told(about_a_teacher(cast)) == {"Priya", "Ivor"}


def test_whoever_suspended_nobody_reads_as_before(cast) -> None:
    suspend(cast.ceo, cast.dsl, cast.deputy_dsl)
    assert told(about_a_teacher(cast)) == {"Priya"}


def test_where_nobody_is_outside_it_is_not_sent_and_the_page_says_whom_to_phone(cast) -> None:
    suspend(cast.head, cast.dsl, cast.deputy_dsl)
    gone(cast, "TSL", "CEO", "CHAIR")
    found = route_of(cast, option="blackmail", kinds=("pupil",))
    assert found.handler is None and found.phones
    # No child is concerned: it goes on as it did.
    assert route_of(cast, option="fake-account", kinds=("outside",)).handler


def route_of(cast, **more):
    given = answers(cast.school, **more)
    return route_for(given, school=cast.school, reporter=cast.teacher, on=TODAY)


def a_new_lead(cast):
    """Nia is to replace the lead today, and has signed in."""
    nia = make_person("Nia Cole", trust=cast.trust, school=cast.school)
    facts = {"trust": cast.trust, "school": cast.school, "start_date": TODAY, "ends_current": True}
    end_role(cast.dsl, "DSL", YESTERDAY)
    row = appointments.propose(person=nia, role="DSL", by=cast.office, at=NOW, **facts)
    appointments.confirm(appointment=row, by=cast.ceo, at=NOW)
    row.refresh_from_db()
    assert row.status == "done"
    return row


def test_a_head_who_holds_back_the_new_lead_hears_no_pupil_concern_alone(cast) -> None:
    row = a_new_lead(cast)
    make_away(cast.deputy_dsl, TODAY, TODAY)
    assert told(send(cast)) == {"Nia"}
    appointments.hold_back_appointment(appointment=row, by=cast.head, at=NOW)
    assert told(send(cast)) == {"Priya", "Gwen"}
    appointments.take_back(appointment=row, by=cast.ceo, at=NOW)
    assert told(send(cast)) == {"Priya", "Gwen"}


def test_holding_back_one_whom_nobody_misses_adds_nobody(cast) -> None:
    row = a_new_lead(cast)
    appointments.hold_back_appointment(appointment=row, by=cast.head, at=NOW)
    assert told(send(cast)) == {"Sam"}
    make_away(cast.deputy_dsl, TODAY, TODAY)
    appointments.give_back_appointment(appointment=row, by=cast.chair, at=NOW)
    assert told(send(cast)) == {"Nia"}


def test_of_a_concern_that_stands_the_next_one_is_asked_too(cast) -> None:
    incident = about_a_teacher(cast)
    actions.mark_seen(incident=incident, by=cast.head, at=LATER)
    suspend(cast.head, cast.dsl, at=LATER)
    assert sweep(LATER) == 1 and sweep(LATER) == 0
    assert readers(incident) == {"Priya", "Gwen"} and "Gwen" in told(incident)


def test_and_where_the_lead_was_held_back(cast) -> None:
    row = a_new_lead(cast)
    incident = about_a_teacher(cast, at=LATER)
    assert readers(incident) == {"Priya", "Nia"}
    appointments.hold_back_appointment(appointment=row, by=cast.head, at=LATER)
    assert sweep(LATER) == 1 and sweep(LATER) == 0
    assert readers(incident) == {"Priya", "Gwen"}


def test_not_where_somebody_else_suspended_them_or_nobody_is_alone(cast) -> None:
    first, second = about_a_teacher(cast), send(cast)
    suspend(cast.ceo, cast.dsl)
    assert sweep(NOW) == 0
    assert readers(first) == {"Priya"} and readers(second) == {"Sam"}


def test_nor_by_the_clock(cast) -> None:
    """Pupil concerns: each step of the ladder passes over the head who emptied it."""
    incident = send(cast)
    suspend(cast.head, cast.dsl, cast.deputy_dsl)
    sweep(NOW)
    assert readers(incident) == {"Gwen"}
