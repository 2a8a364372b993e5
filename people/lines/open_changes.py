"""Which changes of line manager wait for somebody."""

from __future__ import annotations

from datetime import date

from people.appointments.fit import CONFIRMS
from people.lines.changes import LineChange
from people.lines.confirmers import Confirmers
from people.person.models import User


def to_confirm(user: User, on: date) -> list[LineChange]:
    """Those that wait for this person, the oldest first."""
    held = [row for row in user.roles_on(on) if row.role in CONFIRMS]
    if not held:
        return []
    waiting = LineChange.objects.open().filter(person__trust_id__in={row.trust_id for row in held})
    found = list(waiting.select_related("person", "before", "after", "proposed_by"))
    confirmers = Confirmers(found, on)
    return [change for change in found if user in confirmers.of(change)]
