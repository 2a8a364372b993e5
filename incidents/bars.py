"""Who may not come into a concern that stands already, whatever role they hold (design: appointments, part 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate

from access.roles import WAY_IN_TAKES_TWO
from incidents.models import Incident
from incidents.tenures import Tenure
from people.lines.models import PastManager
from people.models import Appointment, RoleAssignment, User

A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Bars:
    """Whom one concern is about, and who is too near to them."""

    parties: frozenset[Any]
    below: frozenset[Any]  # report to a party, or did within the last twelve months
    appointers: frozenset[Any]  # the parties, and whoever was appointed on the word of one of these
    ended: frozenset[Any]  # had a role of a handler ended who had not agreed to it

    def keeps_out(self, tenure: Tenure) -> bool:
        """Whether this person may not come in by this role."""
        return tenure.person_id in self.parties | self.below | self.ended or bool(
            tenure.by & self.appointers
        )


def bars_of(incident: Incident, *, on: date) -> Bars:
    """A fixed number of queries."""
    found = incident.parties.exclude(person=None).values_list("person_id", flat=True)
    parties = frozenset(found)
    if not parties:
        return Bars(parties, parties, parties, ended_handlers(incident))
    below = reached(parties, lines(incident.trust_id, since=on - A_YEAR))
    appointers = parties | reached(parties, appointments(incident.trust_id))
    return Bars(parties, below - parties, appointers, ended_handlers(incident))


def reached(begin: frozenset[Any], upwards: Mapping[Any, set[Any]]) -> frozenset[Any]:
    """Everybody from whom one of these is reached upwards, in any number of steps."""
    found, new = set(begin), set(begin)
    while new:
        new = {person for person, above in upwards.items() if above & new} - found
        found |= new
    return frozenset(found)


def lines(trust_id: Any, *, since: date) -> dict[Any, set[Any]]:
    """Each person with their line manager, and those they had since that day."""
    now = User.objects.filter(trust_id=trust_id, line_manager__isnull=False)
    past = PastManager.objects.filter(person__trust_id=trust_id, until__gte=since)
    return gathered(
        [
            *now.values_list("pk", "line_manager_id"),
            *past.values_list("person_id", "manager_id"),
        ]
    )


def appointments(trust_id: Any) -> dict[Any, set[Any]]:
    """Each person with those on whose word they came to a role that opens concerns or decides who may."""
    rows = RoleAssignment.objects.filter(trust_id=trust_id, role__in=WAY_IN_TAKES_TWO)
    pairs = rows.values_list("person_id", "given_by_id", "confirmed_by_id")
    return gathered((person, giver) for person, *givers in pairs for giver in givers if giver)


def gathered(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, set[Any]]:
    found: dict[Any, set[Any]] = {}
    for person, above in pairs:
        found.setdefault(person, set()).add(above)
    return found


def ended_handlers(incident: Incident) -> frozenset[Any]:
    """Who proposed what ended a role of somebody who could deal with it, or their place here, against their word.

    And who has suspended one of these since.
    """
    handlers = incident.readers.handling().values("person_id")
    suspended = User.objects.filter(
        pk__in=handlers, suspended_until__gte=localdate(incident.reported_at)
    )
    done = Appointment.objects.filter(
        status__in=("done", "suspended"), agreed_at=None, settled_at__gte=incident.reported_at
    )
    own = done.filter(kind__in=("end", "leave"), person__in=handlers)
    replaced = done.filter(kind="begin", replaces__person__in=handlers)
    return frozenset(suspended.values_list("suspended_by_id", flat=True)) | frozenset(
        proposer
        for holder, proposer in (
            *own.values_list("person_id", "proposed_by_id"),
            *replaced.values_list("replaces__person_id", "proposed_by_id"),
        )
        if proposer != holder
    )
