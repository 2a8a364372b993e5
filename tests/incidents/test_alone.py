"""Nobody is alone with a concern because they have named, suspended or held back the others who would read it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from access.check import Denied
from incidents import actions
from incidents.models import Incident
from tests.factories import NOW, TODAY
from tests.incidents.world import end_role, readers, send, told

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
