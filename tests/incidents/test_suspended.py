"""Whoever is suspended is as if away, and whoever suspended them hears of nothing because of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from incidents import actions
from incidents.models import Incident
from incidents.routing import escalation
from incidents.routing.plan import route_for
from people import actions as people
from people.models import User
from tests.factories import NOW
from tests.incidents.world import answers, can_open, end_role, readers, send, sweep, told

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
LATER = NOW + A_DAY


def suspend(by: User, *whom: User, at=NOW) -> None:
    for person in whom:
        people.suspend_person(person=person, by=by, at=at)


def about_a_teacher(cast, at=NOW) -> Incident:
    facts = {"option": "staff-contact", "kinds": ("adult",), "people": [cast.colleague]}
    return send(cast, at=at, **facts)


def asked(incident: Incident, at=LATER) -> list[str]:
    now = escalation.standing(incident, at=at)
    return [place.person.name.split()[0] for place in now.steps]


def test_the_chief_executive_who_suspends_the_head_takes_no_place_of_hers(cast) -> None:
    suspend(cast.ceo, cast.head)
    incident = about_a_teacher(cast)
    assert told(incident) == {"Ivor", "Amal"} == readers(incident)
    assert "Ruth" not in asked(incident)
    assert not can_open(incident, cast.head)


def test_another_suspension_takes_nobody_off(cast) -> None:
    suspend(cast.chair, cast.head)
    incident = about_a_teacher(cast)
    assert told(incident) == {"Ruth", "Amal"} and "Ivor" not in asked(incident)
    suspend(cast.ceo, cast.office)
    assert told(about_a_teacher(cast)) == {"Ruth", "Amal"}


def test_a_head_who_suspends_all_the_leads_hears_no_pupil_concern(cast) -> None:
    suspend(cast.head, cast.dsl, cast.deputy_dsl)
    incident = send(cast)
    assert told(incident) == {"Gwen"} and asked(incident) == ["Gwen"]
    end_role(cast.safeguarding_lead, "TSL", NOW.date() - A_DAY)
    assert told(send(cast)) == {"Ruth"}


def test_whoever_stands_on_the_route_anyway_stays(cast) -> None:
    suspend(cast.head, cast.dsl)
    assert told(about_a_teacher(cast)) == {"Priya", "Sam"}
    assert told(send(cast)) == {"Sam"}


def test_a_condition_brings_the_next_one_in(cast) -> None:
    suspend(cast.ceo, cast.head)
    incident = send(cast)
    [row] = actions.meet_condition(
        incident=incident, by=cast.dsl, role="HEAD", when="serious", at=NOW
    )
    assert row.person == cast.chair


def test_of_an_old_one_too(cast) -> None:
    incident = about_a_teacher(cast)
    actions.mark_seen(incident=incident, by=cast.head, at=NOW)
    suspend(cast.ceo, cast.head, cast.dsl, at=LATER)
    assert sweep(LATER) == 1
    assert readers(incident) == {"Ivor"}


def test_where_truly_nobody_is_left_nothing_is_sent(cast) -> None:
    for person, role in ((cast.safeguarding_lead, "TSL"), (cast.ceo, "CEO"), (cast.chair, "CHAIR")):
        end_role(person, role, NOW.date() - A_DAY)
    suspend(cast.head, cast.dsl, cast.deputy_dsl)
    found = route_for(
        answers(cast.school), school=cast.school, reporter=cast.teacher, on=NOW.date()
    )
    assert found.handler is None and found.phones


def test_they_are_still_what_they_are(cast) -> None:
    """A report about a suspended head goes as one about a head; she can be found and named."""
    suspend(cast.chair, cast.head)
    facts = {"option": "staff-contact", "kinds": ("adult",), "people": [cast.head]}
    assert told(send(cast, **facts)) == {"Ruth", "Ivor"}
    client = Client()
    client.force_login(cast.teacher)
    client.post("/report/step/1/", {"option": "adult-behaviour"})
    client.post("/report/step/2/", {"kinds": "adult"})
    page = client.post("/report/step/2/people/", {"press": "find", "find": "Priya"})
    assert "Priya Nair" in page.content.decode()


def test_back_again_they_see_what_came_meanwhile_as_after_any_absence(cast) -> None:
    suspend(cast.head, cast.dsl)
    incident = send(cast)
    assert not can_open(incident, cast.dsl)
    people.end_suspension(person=cast.dsl, by=cast.head, at=NOW)
    assert can_open(incident, User.objects.get(pk=cast.dsl.pk))


def start(cast) -> str:
    client = Client()
    client.force_login(cast.teacher)
    return client.get("/report/").content.decode()


def test_to_all_staff_they_are_away(cast) -> None:
    suspend(cast.head, cast.dsl)
    assert "Sam Hill" in start(cast) and "are away" not in start(cast)
    suspend(cast.head, cast.deputy_dsl)
    shown = start(cast)
    assert "Nobody is set" not in shown and "uspended" not in shown
    assert "are away. Speak to Gwen Tully, trust safeguarding lead, now" in shown
    end_role(cast.dsl, "DSL", NOW.date() - A_DAY)
    end_role(cast.deputy_dsl, "DDSL", NOW.date() - A_DAY)
    assert "Nobody is set" in start(cast)
