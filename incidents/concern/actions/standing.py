"""What time does to sight: it ends with the role that gave it, and begins on the first day of one that took over."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit import trail
from audit.events import Event
from incidents.concern.models import Incident, Reader
from incidents.concern.rows import choose_handler, end_sight, tell_readers, write_entry
from people.models import User

log = logging.getLogger(__name__)


def end_sights(*, by: User, at: datetime) -> int:
    """Write down whose sight is over, and whoever takes over is told on their first day.

    Nobody could open it any more already: this takes back what they were told of it. Running twice does no more.
    """
    on = timezone.localdate(at)
    over = Reader.objects.over(on=on).values_list("incident_id", flat=True)
    begun = Reader.objects.open(on=on).filter(why="hand-over", told_at=None)
    found = dict.fromkeys([*over, *begun.values_list("incident_id", flat=True)])
    return sum(_try(_bring_up_to_date, pk, by=by, at=at) for pk in found)


def _try(verb: Callable[..., int], pk: UUID, *, by: User, at: datetime) -> int:
    try:
        return verb(pk, by=by, at=at)
    except Exception:  # whatever it is, the next concern must not wait for it
        log.exception("Who can see a concern could not be brought up to date")
        return 0


@transaction.atomic
def _bring_up_to_date(pk: UUID, *, by: User, at: datetime) -> int:
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=pk)
    on = timezone.localdate(at)
    ended = list(incident.readers.over(on=on).select_related("person"))
    for sight in ended:
        why = "left" if sight.person.has_left(on) else "role"
        end_sight(incident, sight.person_id, at=at, why=why)
    begun = list(incident.readers.open(on=on).filter(why="hand-over", told_at=None))
    for sight in begun:
        sight.told_at = at
        sight.save(update_fields=["told_at"])
    if ended:
        _say_ended(incident, ended, by=by, at=at)
    if choose_handler(incident, on=on):
        incident.save(update_fields=["handler"])
    tell_readers(incident, begun, at=at)
    return len(ended) + len(begun)


def _say_ended(incident: Incident, ended: list[Reader], *, by: User, at: datetime) -> None:
    names = ", ".join(sight.person.full_name for sight in ended)
    text = f"Can no longer see this, because their role ended or they left: {names}"
    write_entry(incident, kind="system", text=text, by=by, at=at)
    trail.record(
        Event.CONCERN_UNSHARED,
        by=by,
        at=at,
        record=incident,
        data={"from": [str(sight.person_id) for sight in ended]},
        restricted=True,
    )
