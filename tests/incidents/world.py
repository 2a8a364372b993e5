"""Small helpers of the concern tests: send a report, and ask who was told and who can see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from incidents import actions
from incidents.answers import Answers
from incidents.models import Incident, Reader
from notifications.models import Message
from tests.factories import NOW, TODAY

WORDS = "She showed me messages sent at 2am"


def answers(
    school: Any,
    option: str = "pupil-contact",
    kinds: Any = ("pupil",),
    people: Any = (),
    **more: Any,
) -> Answers:
    given = {"what": WORDS, "risk": "no", **more}
    return Answers(
        school=str(school.pk),
        option=option,
        kinds=list(kinds),
        people=[str(person.pk) for person in people],
        **given,
    )


def send(
    cast: Any, by: Any = None, at: datetime = NOW, school: Any = None, **more: Any
) -> Incident:
    where = school or cast.school
    return actions.send_report(
        by=by or cast.teacher, school=where, answers=answers(where, **more), at=at
    )


def readers(incident: Incident) -> set[str]:
    return set(
        Reader.objects.open(on=TODAY)
        .filter(incident=incident)
        .values_list("person__given_name", flat=True)
    )


def told(incident: Incident) -> set[str]:
    found = Message.objects.filter(kind="concern", reference=incident.reference)
    return set(found.values_list("recipient__given_name", flat=True))
