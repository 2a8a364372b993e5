"""Who comes next when nobody has marked a concern as seen, or nobody is left who could deal with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from incidents.concern.models import Incident
from incidents.routing import route as routing
from incidents.routing import staffing
from incidents.routing.bars import Bars, bars_of
from incidents.routing.route import Place, Report, Route, RouteFacts, Search
from incidents.routing.table import LADDERS, OUTSIDE
from incidents.routing.tenures import Tenure, longest, tenures

# Who is asked, besides the ladder, when nobody is left.
LAST = ("TSL", "CEO", "CHAIR", "TRUST_CHAIR")


@dataclass
class Standing:
    """One concern as it stands on a day: who may still come in, and in which order."""

    incident: Incident
    on: date

    @cached_property
    def route(self) -> Route:
        """The route it would take today, with everybody named in it since, among those who may still come in."""
        school = self.incident.school
        then = timezone.localdate(self.incident.reported_at)
        return routing.route(self._report, self.facts, then=staffing.facts_then(school, on=then))

    @cached_property
    def facts(self) -> RouteFacts:
        """Whoever was appointed before it was filed or had it handed over, and is not too near; and the parties."""
        rows = [one.pk for one in self._tenures if self._may_come(one) or self._is_party(one)]
        return staffing.facts_of(self.incident.school, on=self.on, only=rows)

    @property
    def search(self) -> Search:
        """Looks for a place among them."""
        route = self.route
        return Search(self.facts, route.concerned, route.left_out, route.conflicted, route.gaining)

    @cached_property
    def steps(self) -> list[Place]:
        """The ladder: whom to ask, in order."""
        return self.search.steps(LADDERS[self.incident.tier])

    @cached_property
    def last(self) -> list[Place]:
        """The longest appointed of the ladder, the trust's safeguarding lead, the chief executive and the chairs."""
        found = longest(self._tenures, (*LADDERS[self.incident.tier], *LAST))
        free = [one for one in found if not self.bars.keeps_out(one)]
        facts = staffing.facts_of(self.incident.school, on=self.on, only=[one.pk for one in free])
        people = {person.id: person for person in facts.everybody() if not person.is_suspended}
        places = [
            Place(people[one.person_id], one.place) for one in free if one.person_id in people
        ]
        return routing.unique(place for place in places if self.search.may_hear(place.person))

    @cached_property
    def told(self) -> frozenset[UUID]:
        """Who has been asked. Not by a share, which lets nobody deal with it.

        Nor those whose role ended since: another role may bring them in.
        """
        asked = self.incident.readers.exclude(told_at=None).exclude(ended_why="role")
        asked = asked.exclude(why="shared")
        holds = asked.standing(on=self.on).values("pk")
        rows = asked.filter(Q(pk__in=holds) | Q(ended_at__isnull=False))
        return frozenset(rows.values_list("person_id", flat=True))

    @cached_property
    def bars(self) -> Bars:
        return bars_of(self.incident, on=self.on)

    @cached_property
    def _tenures(self) -> list[Tenure]:
        return tenures(self.incident.school, on=self.on)

    @cached_property
    def _handed(self) -> frozenset[tuple[Any, str]]:
        """Those to whom it was handed over, with the role they took over."""
        rows = self.incident.readers.filter(why="hand-over", ended_at=None)
        return frozenset(rows.values_list("person_id", "capacity"))

    def _may_come(self, one: Tenure) -> bool:
        is_theirs = (one.person_id, one.place) in self._handed
        was_there = one.since < self.incident.reported_at
        return is_theirs or (was_there and not self.bars.keeps_out(one))

    def _is_party(self, one: Tenure) -> bool:
        return one.person_id in self.bars.parties

    @property
    def _report(self) -> Report:
        parties = list(self.incident.parties.all())
        return Report(
            option=self.incident.option,
            kinds=frozenset(party.kind for party in parties if party.person_id is None),
            named=staffing.named_people(
                [p.person_id for p in parties if p.person_id],
                self.incident.school,
                on=self.on,
            ),
            risk=self.incident.child_at_risk,
            reporter_id=self.incident.reported_by_id,
        )


def standing(incident: Incident, *, at: datetime) -> Standing:
    return Standing(incident, timezone.localdate(at))


def route_now(incident: Incident, *, at: datetime) -> Route:
    """The route this concern would take today."""
    return standing(incident, at=at).route


def next_place(incident: Incident, *, at: datetime, is_unheld: bool = False) -> Place | None:
    """The next person to ask: the first of the ladder who has not been asked yet.

    Where nobody is left to deal with it, or nobody of the ladder may come in, the longest appointed who may.
    """
    now = standing(incident, at=at)
    return first_not(now.steps, now.told) or (
        first_not(now.last, now.told) if is_unheld or not now.steps else None
    )


def another(incident: Incident, *, alone: Any, at: datetime) -> Place | None:
    """Whom to ask from outside where this person would deal with it alone: they never choose who that is."""
    now = standing(incident, at=at)
    longest = [place for place in now.last if place.role in OUTSIDE[incident.tier]]
    has = incident.readers.handling().filter(ended_at=None).values_list("person_id", flat=True)
    places = [*now.search.outside(incident.tier, alone.pk), *longest]
    return first_not(places, frozenset([alone.pk, *has]))


def first_not(places: list[Place], told: frozenset[UUID]) -> Place | None:
    """Those who are known come first: somebody else cannot open it yet."""
    left = [place for place in places if place.person.id not in told]
    return next((place for place in left if place.person.is_known), left[0] if left else None)
