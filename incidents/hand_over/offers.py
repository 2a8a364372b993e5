"""Which concerns somebody may hand over: those of the role that passes, without a word on any other."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from incidents.concern.models import Incident, Party, Reader
from incidents.hand_over.models import HandOver
from incidents.report.report_options import BY_CODE as OPTIONS
from incidents.routing.bars import A_YEAR, appointments, lines, reached
from incidents.routing.staffing import OF_TRUSTEES
from incidents.routing.tenures import givers_of
from people.api import day
from people.models import User

OVER = (Incident.Status.CLOSED, Incident.Status.DUPLICATE)


def offered(hand_over: HandOver, by: User, *, on: date) -> list[Incident]:
    """Open concerns that the outgoing holder had by this role and this person can open, not by a share alone.

    Left out: those about the next holder, about somebody they report or reported to within a year, and about
    somebody to whom their appointment goes back. A fixed number of queries.
    """
    had = of_role(hand_over).exclude(why="shared").values("incident_id")
    own = Reader.objects.open(on=on).filter(person=by).exclude(why="shared")
    found = Incident.objects.visible_to(by, on=on).filter(pk__in=had)
    found = found.filter(pk__in=own.values("incident_id"), trust=hand_over.trust_id)
    if hand_over.school_id:
        found = found.filter(school=hand_over.school_id)
    concerns = list(found.exclude(status__in=OVER).order_by("reported_at", "pk"))
    near = too_near(hand_over, concerns, on=on)
    return [one for one in concerns if one.pk not in near]


def of_role(hand_over: HandOver) -> Any:
    """The rows by which the outgoing holder had sight in this role, over or not."""
    place = place_of(hand_over)
    named = Q(capacity=place) | Q(also_as__contains=f" {place} ")
    return Reader.objects.filter(named, person=hand_over.ending.person_id)


def place_of(hand_over: HandOver) -> str:
    """The role as the routing table calls it."""
    return (
        hand_over.role if hand_over.school_id else OF_TRUSTEES.get(hand_over.role, hand_over.role)
    )


def too_near(hand_over: HandOver, concerns: list[Incident], *, on: date) -> frozenset[UUID]:
    """Those of these that the next holder must not get."""
    named = Party.objects.filter(incident__in=concerns).exclude(person=None)
    parties: dict[UUID, set[UUID]] = {}
    for incident, person in named.values_list("incident_id", "person_id"):
        parties.setdefault(incident, set()).add(person)
    if not parties:
        return frozenset()
    successor = hand_over.beginning.person_id
    above = lines(hand_over.trust_id, since=on - A_YEAR)
    chain, givers = appointments(hand_over.trust_id), givers_of(hand_over.beginning)
    return frozenset(
        incident
        for incident, people in parties.items()
        if successor in reached(frozenset(people), above)
        or givers & reached(frozenset(people), chain)
    )


def line(incident: Incident) -> str:
    """What tells it apart, without a name."""
    kind = OPTIONS[incident.option].words
    return f"{incident.reference}, sent on {day(localdate(incident.reported_at))}: {kind}"
