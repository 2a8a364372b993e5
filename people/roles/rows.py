"""Parts of verbs: the last day of a role, and holding one back."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate

from audit import trail
from audit.events import Event
from people.person.models import User
from people.roles.held import forget
from people.roles.models import RoleAssignment


def write_last_day(assignment: RoleAssignment, end_date: date, by: User, at: datetime) -> None:
    """The last day of a role; the one place that writes it. What has ended already, as laid down, ends no later."""
    end_date = min(end_date, assignment.end_date or end_date)
    assignment.end_date = end_date
    assignment.save(update_fields=["end_date"])
    forget(assignment.person)
    trail.record(
        Event.ROLE_ENDED,
        by=by,
        at=at,
        record=assignment,
        data={
            "role": assignment.role,
            "person": str(assignment.person_id),
            "end_date": end_date.isoformat(),
        },
    )


def hold_back_role(assignment: RoleAssignment, *, at: datetime, for_good: bool = False) -> None:
    """The role gives nothing from now on; for good, it is over too."""
    assignment.suspended_at = at
    if for_good:
        last = max(assignment.start_date, localdate(at))
        assignment.end_date = min(last, assignment.end_date or last)
    assignment.save(update_fields=["suspended_at", "end_date"])
    forget(assignment.person)


def lift(assignment: RoleAssignment) -> None:
    assignment.suspended_at = None
    assignment.save(update_fields=["suspended_at"])
    forget(assignment.person)
