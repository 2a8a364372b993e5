"""Somebody is found to be concerned after the concern was filed: whose sight ends, whose stays (5.2, 5.3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from incidents import actions
from incidents.models import Incident, Reader
from notifications.models import Message, Notice
from tests.factories import NOW, TODAY
from tests.incidents.world import readers, send

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=20)


def share(incident, person, *, by) -> None:
    actions.share(incident=incident, by=by, person=person, reason="Her tutor", at=LATER)


def test_a_concern_that_becomes_one_for_named_people_is_theirs_alone(cast) -> None:
    incident = send(cast)
    share(incident, cast.line_manager, by=cast.dsl)
    actions.name_party(incident=incident, by=cast.dsl, person=cast.dsl, at=LATER)
    assert readers(incident) == {"Priya"}


def test_whom_a_deputy_let_in_loses_sight_too_when_it_becomes_one_for_named_people(cast) -> None:
    incident = send(cast)
    share(incident, cast.line_manager, by=cast.deputy_dsl)
    assert cast.line_manager.given_name in readers(incident)
    actions.name_party(incident=incident, by=cast.deputy_dsl, person=cast.dsl, at=LATER)
    assert cast.line_manager.given_name not in readers(incident)


def test_whoever_is_named_in_one_concern_keeps_sight_of_the_others(cast) -> None:
    named, other = send(cast), send(cast)
    actions.name_party(incident=named, by=cast.dsl, person=cast.deputy_dsl, at=LATER)
    assert "Sam" not in readers(named)
    assert "Sam" in readers(other)


def test_one_for_named_people_already_keeps_whom_its_handler_let_in(cast) -> None:
    incident = send(cast, option="staff-contact", kinds=("adult",), people=[cast.deputy_head])
    share(incident, cast.line_manager, by=cast.head)
    before = readers(incident)
    actions.name_party(incident=incident, by=cast.head, person=cast.colleague, at=LATER)
    assert readers(incident) == before


def test_the_team_of_a_lead_who_is_named_loses_sight_with_her(cast) -> None:
    incident = send(cast, option="staff-contact", kinds=("adult",), people=[cast.deputy_head])
    share(incident, cast.deputy_dsl, by=cast.head)
    assert {"Amal", "Sam"} <= readers(incident)
    actions.name_party(incident=incident, by=cast.head, person=cast.dsl, at=LATER)
    assert not {"Amal", "Sam"} & readers(incident)


def test_a_person_named_later_finds_nothing_by_any_door(cast) -> None:
    incident = send(cast)
    page = incident.get_absolute_url()
    client = Client()
    client.force_login(cast.deputy_dsl)
    assert client.get(page).status_code == 200
    actions.name_party(incident=incident, by=cast.dsl, person=cast.deputy_dsl, at=LATER)
    assert client.get(page).status_code == 404
    assert incident.reference not in client.get("/concerns/").content.decode()
    assert not Incident.objects.visible_to(cast.deputy_dsl, on=TODAY).exists()
    assert not Notice.objects.filter(recipient=cast.deputy_dsl, restricted=True).exists()
    waiting = Message.objects.filter(recipient=cast.deputy_dsl, reference=incident.reference)
    assert not waiting.filter(state=Message.State.WAITING).exists()


def test_naming_somebody_without_sight_changes_nobody_elses(cast) -> None:
    incident = send(cast, option="staff-contact", kinds=("adult",), people=[cast.deputy_head])
    sights = set(Reader.objects.filter(ended_at=None).values_list("pk", flat=True))
    actions.name_party(incident=incident, by=cast.head, person=cast.colleague, at=LATER)
    assert set(Reader.objects.filter(ended_at=None).values_list("pk", flat=True)) == sights


def test_whom_somebody_let_in_who_is_named_later_loses_sight_too(cast) -> None:
    """A deputy shows a concern to a friend and is then found to be what it is about."""
    incident = send(cast)
    share(incident, cast.line_manager, by=cast.deputy_dsl)
    share(incident, cast.officer, by=cast.dsl)
    actions.name_party(incident=incident, by=cast.dsl, person=cast.deputy_dsl, at=LATER)
    assert not {"Sam", "Dana"} & readers(incident)
    assert {"Amal", "Uma"} <= readers(incident)
