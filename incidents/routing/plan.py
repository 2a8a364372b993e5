"""From a reporter's answers to the route they would take, and the digest by which a changed route is noticed."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from incidents.report.answers import Answers
from incidents.routing import route as routing
from incidents.routing import staffing
from incidents.routing.route import Report, Route
from schools.models import School


def route_for(answers: Answers, *, school: School, reporter: Any, on: date) -> Route:
    """Where these answers lead at this school today."""
    report = Report(
        option=answers.option,
        kinds=frozenset(answers.kinds),
        named=staffing.named_people(answers.people, school, on=on),
        risk=answers.risk or "no",
        reporter_id=reporter.pk,
    )
    return routing.route(report, staffing.for_a_report(school, on=on))


def digest(route: Route, answers: Answers) -> str:
    """Says whether what was shown is still what would be sent and to whom, and nothing of who they are."""
    shown = f"{route.fingerprint()!r} {answers.sealed_form()}"
    return sha256(shown.encode()).hexdigest()
