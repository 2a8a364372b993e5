"""A concern does not go to whoever's word took its handler away (design: appointments, 4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit import trail
from audit.events import Event
from incidents import actions
from incidents.models import Incident
from incidents.routing import escalation
from people.appointments import actions as appointments
from people.models import User
from tests.factories import NOW, make_person
from tests.incidents.world import send, sweep

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
LATER = NOW + A_DAY


def about_a_teacher(cast, at=NOW) -> Incident:
    facts = {"option": "staff-contact", "kinds": ("adult",), "people": [cast.colleague]}
    return send(cast, at=at, **facts)


def ended(cast, incident: Incident, *, by: User) -> None:
    """Proposed by the office, confirmed by this person, and the holder says nothing."""
    actions.mark_seen(incident=incident, by=cast.head, at=NOW)
    for person, role in ((cast.head, "HEAD"), (cast.dsl, "DSL")):
        row = appointments.propose_end(
            assignment=person.assignments.get(role=role),
            end_date=NOW.date(),
            by=cast.office,
            at=NOW,
        )
        appointments.confirm(appointment=row, by=by, at=NOW)
        row.refresh_from_db()
        assert row.status == "waiting"
    appointments.settle_due(at=NOW + 7 * A_DAY)


def test_whoever_confirmed_the_end_of_its_handler_is_not_given_it(cast) -> None:
    incident = about_a_teacher(cast)
    ended(cast, incident, by=cast.ceo)
    at = NOW + 8 * A_DAY
    assert sweep(at) == 1
    incident.refresh_from_db()
    assert incident.handler == cast.chair


def test_nor_whoever_entered_the_code_for_it(cast) -> None:
    incident = about_a_teacher(cast)
    ended(cast, incident, by=cast.chair)
    row = cast.head.appointments.get(kind="end")
    row.by_code = True
    row.save()
    trail.record(Event.APPOINTMENT_CONFIRMED_BY_CODE, by=cast.ceo, at=NOW, record=row)
    now = escalation.standing(incident, at=NOW + 8 * A_DAY)
    assert {cast.ceo.pk, cast.chair.pk, cast.office.pk} <= now.bars.ended


def test_nor_whoever_held_back_a_handlers_appointment(cast) -> None:
    nia = make_person("Nia Cole", trust=cast.trust, school=cast.school)
    facts = {"role": "DDSL", "trust": cast.trust, "school": cast.school, "start_date": NOW.date()}
    row = appointments.propose(person=nia, by=cast.office, at=NOW, **facts)
    appointments.confirm(appointment=row, by=cast.dsl, at=NOW)
    incident = send(cast, at=NOW + timedelta(hours=1))
    assert incident.readers.filter(person=nia, may_handle=True).exists()
    row.refresh_from_db()
    appointments.hold_back_appointment(appointment=row, by=cast.head, at=LATER)
    assert cast.head.pk in escalation.standing(incident, at=LATER).bars.ended
