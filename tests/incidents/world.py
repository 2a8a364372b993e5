"""Small helpers of the concern tests: send a report, and ask who was told and who can see it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from incidents import actions
from incidents.models import Incident, Reader
from incidents.report.answers import Answers
from notifications.models import Message
from people.models import RoleAssignment
from people.system import system_user
from tests.factories import NOW, TODAY, give_role

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


def end_role(person: Any, role: str, on: date) -> None:
    """This is the last day on which they hold it."""
    person.assignments.filter(role=role).update(end_date=on)
    person.__dict__.pop("_held", None)


def appoint(
    cast: Any,
    person: Any,
    role: str,
    *,
    at: datetime,
    start: date | None = None,
    by: Any = None,
    confirmed_by: Any = None,
    trust_wide: bool = False,
) -> RoleAssignment:
    """As an appointment leaves it: who proposed it, who confirmed it, and when."""
    school = None if trust_wide else cast.school
    row = give_role(person, role, trust=cast.trust, school=school)
    row.start_date, row.given_at = start or at.date(), at
    row.given_by, row.confirmed_by = by, confirmed_by
    row.save()
    return row


def can_open(incident: Incident, person: Any, on: date = TODAY) -> bool:
    return Incident.objects.visible_to(person, on=on).filter(pk=incident.pk).exists()


def sweep(at: datetime) -> int:
    return actions.move_on_unseen(by=system_user(), at=at)
