"""From the page before sending to whoever deals with it: each kind of concern reaches its people, whatever it was on."""

from __future__ import annotations

import pytest

from incidents import actions
from incidents.models import Incident
from tests.cast import Cast
from tests.factories import NOW
from tests.incidents.test_pages import as_, hidden_in, page
from tests.incidents.world import answers, told


@pytest.mark.parametrize(
    ("option", "kind", "on", "names"),
    [
        pytest.param(
            "fake-account",
            "outside",
            "Instagram",
            {"Ravi", "Priya"},
            marks=pytest.mark.clause("C-1.3-7"),
            id="somebody-pretends",
        ),
        pytest.param(
            "something-else",
            "adult",
            "Facebook",
            {"Priya"},
            marks=pytest.mark.clause("C-1.3-9", "T-5.2-19"),
            id="anything-else",
        ),
        pytest.param(
            "adult-behaviour",
            "adult",
            "Her own Instagram",
            {"Priya"},
            marks=pytest.mark.clause("C-1.4-4"),
            id="personal-account",
        ),
        pytest.param(
            "staff-contact",
            "pupil",
            "Snapchat",
            {"Priya", "Amal"},
            marks=pytest.mark.clause("C-1.4-5"),
            id="adult-and-pupil",
        ),
        pytest.param(
            "adult-behaviour",
            "adult",
            "Some site nobody knows",
            {"Priya"},
            marks=pytest.mark.clause("C-1.4-8"),
            id="any-service",
        ),
        pytest.param(
            "pupil-contact",
            "pupil",
            "Snapchat",
            {"Amal"},
            marks=pytest.mark.clause("A-6.3-2"),
            id="friend-request",
        ),
        pytest.param(
            "harm-to-pupil",
            "pupil",
            "The school's Facebook page",
            {"Amal"},
            marks=pytest.mark.clause("I-A.2.3"),
            id="child-on-a-channel",
        ),
        pytest.param(
            "lost-account",
            "outside",
            "X",
            {"Nell", "Ravi"},
            marks=pytest.mark.clause("Q-5.5-23"),
            id="lost-account",
        ),
        pytest.param(
            "abuse-of-staff",
            "outside",
            "Facebook",
            {"Priya"},
            marks=pytest.mark.clause("Q-5.8-6"),
            id="talk-about-staff",
        ),
    ],
)
def test_it_reaches_them_and_they_read_it(
    cast: Cast, option: str, kind: str, on: str, names: set[str]
) -> None:
    given = answers(cast.school, option, (kind,), platform=on, what="What was said")
    actions.save_draft(by=cast.teacher, answers=given, at=NOW)
    client = as_(cast.teacher)
    page(client, "/report/check/", **hidden_in(page(client, "/report/check/")))
    incident = Incident.objects.get()
    assert told(incident) == names
    read = page(as_(incident.handler), f"/concerns/{incident.reference.lower()}/")
    assert "What was said" in read
    assert on in read.replace("&#x27;", "'")
