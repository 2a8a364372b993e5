"""Who may not come into a concern that stands already, whatever role they hold (design: appointments, part 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from access.roles import WAY_IN_TAKES_TWO
from audit.events import Event
from audit.models import Entry
from incidents.concern.models import Incident
from incidents.routing.held_back import confirmers, words_against
from incidents.routing.tenures import Tenure
from people.lines.models import PastManager
from people.models import Appointment, AppointmentKind, AppointmentStatus, RoleAssignment, User

A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Bars:
    """Whom one concern is about, and who is too near to them."""

    parties: frozenset[UUID]
    below: frozenset[UUID]  # report to a party, or did within the last twelve months
    # The parties, and whoever was appointed on the word of one of these.
    appointers: frozenset[UUID]
    ended: frozenset[UUID]  # had a role of a handler ended who had not agreed to it

    def keeps_out(self, tenure: Tenure) -> bool:
        """Whether this person may not come in by this role."""
        return tenure.person_id in self.parties | self.below | self.ended or bool(
            tenure.by & self.appointers
        )


def bars_of(incident: Incident, *, on: date) -> Bars:
    """A fixed number of queries, and one more for each code of the server that ended a role of its people."""
    found = incident.parties.exclude(person=None).values_list("person_id", flat=True)
    parties = frozenset(found)
    if not parties:
        return Bars(parties, parties, parties, ended_handlers(incident))
    below = reached(parties, lines(incident.trust_id, since=on - A_YEAR))
    appointers = parties | reached(parties, appointments(incident.trust_id))
    return Bars(parties, below - parties, appointers, ended_handlers(incident))


def reached(begin: frozenset[UUID], upwards: Mapping[UUID, set[UUID]]) -> frozenset[UUID]:
    """Everybody from whom one of these is reached upwards, in any number of steps."""
    found, new = set(begin), set(begin)
    while new:
        new = {person for person, above in upwards.items() if above & new} - found
        found |= new
    return frozenset(found)


def lines(trust_id: UUID, *, since: date) -> dict[UUID, set[UUID]]:
    """Each person with their line manager, and those they had since that day."""
    now = User.objects.filter(trust_id=trust_id, line_manager__isnull=False)
    past = PastManager.objects.filter(person__trust_id=trust_id, until__gte=since)
    return gathered(
        [
            *now.values_list("pk", "line_manager_id"),
            *past.values_list("person_id", "manager_id"),
        ]
    )


def appointments(trust_id: UUID) -> dict[UUID, set[UUID]]:
    """Each person with those on whose word they came to a role that opens concerns or decides who may."""
    rows = RoleAssignment.objects.filter(trust_id=trust_id, role__in=WAY_IN_TAKES_TWO)
    pairs = rows.values_list("person_id", "given_by_id", "confirmed_by_id")
    return gathered((person, giver) for person, *givers in pairs for giver in givers if giver)


def gathered(pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    for person, above in pairs:
        found.setdefault(person, set()).add(above)
    return found


def ended_handlers(incident: Incident) -> frozenset[UUID]:
    """On whose word somebody who could deal with it lost a role, or their place here, without agreeing to it.

    Whoever proposed it, confirmed it, decided it or entered the server's code; and whoever has held back their
    appointment, or suspended them, since.
    """
    handlers = incident.readers.handling().values("person_id")
    suspended = User.objects.filter(
        pk__in=handlers, suspended_until__gte=localdate(incident.reported_at)
    )
    lost = Appointment.objects.filter(
        Q(kind__in=(AppointmentKind.END, AppointmentKind.LEAVE), person__in=handlers)
        | Q(kind=AppointmentKind.BEGIN, replaces__person__in=handlers),
        status__in=(
            AppointmentStatus.DONE,
            AppointmentStatus.SUSPENDED,
            AppointmentStatus.TAKEN_BACK,
        ),
        agreed_at=None,
        settled_at__gte=incident.reported_at,
    )
    held_back = Appointment.objects.filter(
        kind=AppointmentKind.BEGIN,
        person__in=handlers,
        assignment__suspended_at__gte=incident.reported_at,
    )
    found = {
        *suspended.values_list("suspended_by_id", flat=True),
        *(
            pk
            for one in lost.select_related("replaces").prefetch_related("witnesses")
            for pk in words_for(one)
        ),
        *(pk for one in held_back.prefetch_related("witnesses") for pk in words_against(one)),
    }
    return frozenset(found - {None})


def words_for(appointment: Appointment) -> set[UUID]:
    """On whose word it took effect; not the holder's own."""
    words = {appointment.proposed_by_id, *confirmers(appointment)}
    if appointment.by_code:
        typed = Entry.objects.filter(
            event=Event.APPOINTMENT_CONFIRMED_BY_CODE,
            object_type=appointment._meta.label_lower,
            object_id=str(appointment.pk),
        )
        words |= set(typed.values_list("actor_id", flat=True))
    return words - {appointment.holder_id}
