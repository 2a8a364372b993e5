"""What the rules about people find: changes to a way in that wait for a second person."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import localdate

from people.way_in.models import Status, WayInChange
from reminders.due import Due, Words
from reminders.scope import Scope


def ways_in_to_confirm(scope: Scope) -> list[Due]:
    """REM-49: changes to how somebody signs in that nobody has confirmed yet."""
    rows = WayInChange.objects.filter(
        status=Status.PROPOSED, person__trust_id__in=scope.trust_pks
    ).select_related("person", "proposed_by")
    if scope.person:
        rows = rows.filter(witnesses__person=scope.person, witnesses__may_confirm=True)
    return [_to_confirm(row) for row in rows.prefetch_related("witnesses")]


def _to_confirm(row: WayInChange) -> Due:
    return Due(
        "people.wayinchange",
        row.pk,
        localdate(row.proposed_at) + timedelta(days=1),
        Words(
            f"Confirm how {row.person.full_name} signs in",
            f"{row.proposed_by.full_name} proposed a change",
            row.get_absolute_url(),
        ),
        {"confirmer": tuple(one.person_id for one in row.witnesses.all() if one.may_confirm)},
    )
