"""Parts of verbs: the last day somebody is here, written down."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from audit import trail
from audit.events import Event
from people.appointments.rows import endings
from people.person.models import User
from people.roles.ends import refuse_last_administrator
from people.sign_in.rows import end_sessions
from people.way_in import rows as way_in


def write_leaving(person: User, leaving_date: date | None, *, by: User, at: datetime) -> User:
    """The last day as it is written down, once whoever has to has said yes."""
    on = localdate(at)
    if leaving_date and person.start_date and leaving_date < person.start_date:
        raise ValidationError(
            {
                "leaving_date": f"Last day must be the same as or after the first day, {person.start_date:%-d %B %Y}"
            }
        )
    if leaving_date:
        refuse_last_administrator(person, leaving_date, "leaving_date")
    was_gone = person.has_left(on) or not person.is_active
    person.leaving_date = leaving_date
    person.is_active = not person.has_left(on)
    person.save(update_fields=["leaving_date", "is_active"])
    if not person.is_active:
        end_sessions(person=person, at=at)
    if was_gone or not person.is_active:
        way_in.lapse_of(person=person, at=at)
        endings.lapse_of(person=person, at=at)
    trail.record(
        Event.LEAVING_SET,
        by=by,
        at=at,
        record=person,
        data={"leaving_date": leaving_date.isoformat() if leaving_date else None},
    )
    return person
