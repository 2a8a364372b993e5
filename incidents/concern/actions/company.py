"""Where whoever put off all others who dealt with a concern deals with it alone: the next one outside is asked too."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit import trail
from audit.events import Event
from incidents.concern.models import Incident, Reader
from incidents.concern.rows import give_sight, tell_readers, write_entry
from incidents.routing import escalation
from incidents.routing.held_back import held_back, words_against
from incidents.routing.staffing import role_words
from people.models import User

log = logging.getLogger(__name__)
OVER = (Incident.Status.CLOSED, Incident.Status.DUPLICATE)


def ask_for_company(*, by: User, at: datetime) -> int:
    """Ask somebody else about every open concern with which whoever suspended or held back its others is left alone.

    Running twice asks nobody more. One that fails holds up none of the others.
    """
    found = dict.fromkeys(_put_off(timezone.localdate(at)))
    return sum(_try(pk, one, by=by, at=at) for pk, one in found)


def _put_off(on: date) -> Iterator[tuple[Any, Any]]:
    """Each open concern one of whose readers was suspended or held back, with whoever did that."""
    rows = Reader.objects.handling().filter(ended_at=None).exclude(incident__status__in=OVER)
    suspended = rows.filter(person__suspended_until__gte=on, person__suspended_by__isnull=False)
    yield from suspended.values_list("incident_id", "person__suspended_by_id")
    for one in held_back(on=on):
        theirs = rows.filter(person=one.person_id, incident__trust=one.trust_id)
        for pk in theirs.values_list("incident_id", flat=True):
            yield from ((pk, other) for other in words_against(one) if other)


def _try(pk: UUID, one: Any, *, by: User, at: datetime) -> bool:
    try:
        return _ask(pk, one, by=by, at=at)
    except Exception:  # whatever it is, the next concern must not wait for it
        log.exception("Nobody could be asked to deal with a concern too")
        return False


@transaction.atomic
def _ask(pk: UUID, one: Any, *, by: User, at: datetime) -> bool:
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=pk)
    if not _is_alone(incident, one, on=timezone.localdate(at)):
        return False
    place = escalation.another(incident, alone=User.objects.get(pk=one), at=at)
    row = place and give_sight(incident, place, why="moved-on", by=by, at=at, told=True)
    if not row:
        return False
    text = f"One person alone could deal with this. {row.person.full_name}, {role_words(row.capacity)}, was asked too"
    write_entry(incident, kind="system", text=text, by=by, at=at)
    trail.record(Event.CONCERN_MOVED_ON, by=by, at=at, record=incident, restricted=True)
    tell_readers(incident, [row], at=at)
    return True


def _is_alone(incident: Incident, one: Any, *, on: date) -> bool:
    """Whether of those who deal with it only this one can sign in. Somebody not yet known is another."""
    rows = incident.readers.handling().standing(on=on).filter(ended_at=None)
    here = rows.filter(person__in=User.objects.present(on))
    return set(here.values_list("person_id", flat=True)) == {one}
