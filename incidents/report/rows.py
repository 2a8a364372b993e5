"""Parts of the verbs of a report: the concern that is made of it, once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from access.check import Denied
from incidents import emails
from incidents.concern.models import Incident, Party
from incidents.concern.rows import give_sight, next_reference, tell_readers
from incidents.report.answers import Answers
from incidents.report.report_options import BY_CODE, KINDS
from incidents.routing import deadlines
from incidents.routing.route import Route
from people.models import User
from schools.models import School

UNFINISHED = "Answer every question before you send this report."


def already_made(draft_id: UUID | None, by: User) -> Incident | None:
    """The concern that this person made from this draft or form already."""
    if draft_id is None:
        return None
    return Incident.objects.filter(made_from=draft_id, logged_by=by).first()


def make_concern(
    answers: Answers,
    route: Route,
    *,
    school: School,
    reported_by: User,
    logged_by: User,
    how: str,
    at: datetime,
    second_category: str = "",
    severity: str = "",
    made_from: UUID | None = None,
) -> Incident:
    """The rows of a concern: what was sent, whom it is about, who sees it. Then those it goes to are told."""
    if answers.missing():
        raise Denied(UNFINISHED)
    if route.handler is None:
        raise Denied("We cannot send this safely. Phone one of the numbers on the page before.")
    incident = Incident.objects.create(
        reference=next_reference(),
        school=school,
        trust_id=school.trust_id,
        reported_by=reported_by,
        logged_by=logged_by,
        how_received=how,
        made_from=made_from,
        reported_at=at,
        option=answers.option,
        category=BY_CODE[answers.option].category,
        second_category=second_category,
        severity=severity,
        answers=answers.sealed_form(),
        child_at_risk=answers.risk,
        tier=route.tier,
        route=route.code,
        clock=route.clock,
        handler_id=route.handler.person.id,
        moves_on_at=deadlines.deadline(route.clock, school, at),
    )
    name_parties(incident, answers.kinds, route)
    rows = [
        give_sight(incident, place, why="route", by=logged_by, at=at, told=True)
        for place in route.told
    ]
    for place in route.opens:
        give_sight(incident, place, why="route", by=logged_by, at=at, told=False)
    tell_readers(incident, rows, at=at)
    give_receipts(incident, at=at)
    return incident


def name_parties(incident: Incident, kinds: list[str], route: Route) -> None:
    """A row for each kind ticked and one for each person: nobody named here can ever be given sight."""
    for kind in KINDS:
        if kind in kinds:
            Party.objects.create(incident=incident, kind=kind)
    for person_id in route.concerned:
        Party.objects.create(incident=incident, kind="named", person_id=person_id)


def give_receipts(incident: Incident, *, at: datetime) -> None:
    people = {
        incident.reported_by_id: incident.reported_by,
        incident.logged_by_id: incident.logged_by,
    }
    people.pop(incident.handler_id, None)
    # Somebody who is not signed in has no place for a receipt.
    people = {pk: person for pk, person in people.items() if not person.is_system}
    if incident.logged_by_id != incident.reported_by_id and incident.is_about(incident.reported_by):
        # They told somebody about themself: they sent nothing here, and hear nothing of it.
        people.pop(incident.reported_by_id, None)
    for person in people.values():
        emails.receipt(incident, person, at=at)
