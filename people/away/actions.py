"""Time away: dates, and never a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Denied, ask
from access.roles import Permission
from audit import trail
from audit.events import Event
from people import emails
from people.away.models import Absence
from people.away.times_away import may_cancel, replaced_by, said_already, wrong_days
from people.person.models import User


@transaction.atomic
def record_away(
    *, person: User, start_date: date, end_date: date, kind: str = "planned", by: User, at: datetime
) -> Absence:
    """Record that somebody is away from the first day to the last, both included.

    One's own word takes the place of what others recorded for these days.
    """
    ask(by, Permission.AWAY_RECORD, person, localdate(at))
    if problems := wrong_days(start_date, end_date, localdate(at)):
        raise ValidationError(problems)
    User.objects.select_for_update(no_key=True).get(pk=person.pk)  # a second press waits
    if problem := said_already(person, start_date, end_date, by=by):
        raise ValidationError({"start_date": problem})
    for other in replaced_by(person, start_date, end_date, by=by):
        _cancel(other, by, at)
    row = Absence.objects.create(
        person=person,
        start_date=start_date,
        end_date=end_date,
        kind=kind,
        recorded_by=by,
        recorded_at=at,
    )
    trail.record(
        Event.AWAY_RECORDED,
        by=by,
        at=at,
        record=row,
        data={"person": str(person.pk), "from": start_date.isoformat(), "to": end_date.isoformat()},
    )
    if by.pk != person.pk and not by.is_system:
        emails.said_away(row, by=by, at=at)
    return row


@transaction.atomic
def cancel_away(*, absence: Absence, by: User, at: datetime) -> Absence:
    """Take back time away; a second press does nothing.

    What somebody said of themself they alone take back: else a letter would go to them as if they were there.
    """
    ask(by, Permission.AWAY_RECORD, absence, localdate(at))
    row = Absence.objects.select_for_update().get(pk=absence.pk)
    if not may_cancel(row, by):
        raise Denied(
            f"{row.person.full_name} said themself that they are away, so only they can take it back."
        )
    if row.cancelled_at is None:
        _cancel(row, by, at)
        absence.cancelled_at = at
    return row


def _cancel(row: Absence, by: User, at: datetime) -> None:
    row.cancelled_at = at
    row.save(update_fields=["cancelled_at"])
    trail.record(
        Event.AWAY_CANCELLED, by=by, at=at, record=row, data={"person": str(row.person_id)}
    )
    if by.pk != row.person_id and not by.is_system:
        emails.away_cancelled(row, by=by, at=at)
