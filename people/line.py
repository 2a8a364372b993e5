"""Who said who manages somebody, and when: read from what the ledger holds of that person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audit.events import Event
from audit.models import Entry


@dataclass(frozen=True)
class LineChange:
    """Somebody entered another line manager for a person."""

    by_id: Any
    at: datetime


def line_changes(person: Any) -> list[LineChange]:
    """Every change of this person's line manager, the latest first; none where nobody ever changed it."""
    entries = Entry.objects.filter(
        object_type=person._meta.label_lower,
        object_id=str(person.pk),
        event=Event.PERSON_CHANGED.value,
    ).order_by("-position")
    return [
        LineChange(one.actor_id, one.at)
        for one in entries
        if "line_manager" in one.data.get("changed", ())
    ]
