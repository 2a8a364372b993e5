"""Who comes next when nobody has marked a concern as seen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from incidents import routing, staffing
from incidents.models import Incident
from incidents.routing import Place, Report, Route


def route_now(incident: Incident, *, at: datetime) -> Route:
    """The route this concern would take today, with everybody named in it since."""
    on = timezone.localdate(at)
    parties = list(incident.parties.all())
    report = Report(
        option=incident.option,
        kinds=frozenset(party.kind for party in parties if party.person_id is None),
        named=staffing.named_people(
            [p.person_id for p in parties if p.person_id], incident.school, on=on
        ),
        risk=incident.child_at_risk,
        reporter_id=incident.reported_by_id,
    )
    return routing.route(report, staffing.facts_of(incident.school, on=on))


def next_place(incident: Incident, *, at: datetime, route: Route | None = None) -> Place | None:
    """The next person to ask: the first of the ladder who has not been told yet."""
    told = told_ids(incident)
    steps = (route or route_now(incident, at=at)).ladder
    return next((place for place in steps if place.person.id not in told), None)


def told_ids(incident: Incident) -> set[Any]:
    return set(incident.readers.exclude(told_at=None).values_list("person_id", flat=True))
