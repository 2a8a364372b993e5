"""Who said who manages somebody, and when: the first time by one, every change by two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit.events import Event
from audit.models import Entry
from people.lines.changes import LineChange
from people.person.models import User


@dataclass(frozen=True)
class Drawn:
    """Another line manager for a person: on whose word, and since when it counts."""

    by: frozenset[UUID | None]
    at: datetime


def lines_drawn(person: User) -> list[Drawn]:
    """Every line manager this person was given, the latest first; none where nobody ever said so."""
    found = [*_first_ones(person), *_confirmed(person)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _first_ones(person: User) -> list[Drawn]:
    """Entered when they came on the list, as the ledger holds it."""
    entries = Entry.objects.filter(
        object_type=person._meta.label_lower,
        object_id=str(person.pk),
        event=Event.PERSON_CHANGED.value,
    ).order_by("-position")
    return [
        Drawn(frozenset({one.actor_id}), one.at)
        for one in entries
        if "line_manager" in one.data.get("changed", ())
    ]


def _confirmed(person: User) -> list[Drawn]:
    rows = LineChange.objects.filter(person=person, status=LineChange.Status.CONFIRMED)
    told = rows.values_list("proposed_by", "settled_by", "settled_at")
    return [Drawn(frozenset({proposer, confirmer}), at) for proposer, confirmer, at in told if at]
