"""Suspending somebody: at once, by one person above, for ten school days at most."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Denied, ask
from access.roles import Permission
from audit import trail
from audit.events import Event
from people import emails
from people.objections import has_suspended_lately
from people.person.models import User
from people.roles.held import forget
from people.school_pages.school_days import school_days_after
from people.sign_in.rows import end_sessions

TEN = 10


@transaction.atomic
def suspend_person(*, person: User, writes_to_them: bool = True, by: User, at: datetime) -> User:
    """Suspend somebody from now on: they cannot sign in, and whoever acts in their absence acts.

    All holders of head and safeguarding roles there are told. No reason is asked or stored. Where
    they cannot be written to, as after a death, no letter goes to them.
    """
    on = localdate(at)
    ask(by, Permission.PERSON_SUSPEND, person, on)
    locked = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if locked.is_suspended(on):
        return locked
    _refuse_again(locked, by, on)
    locked.suspended_until = school_days_after(locked, on, TEN)
    locked.suspended_by = by
    locked.save(update_fields=["suspended_until", "suspended_by"])
    forget(locked)
    end_sessions(person=locked, at=at)
    trail.record(Event.PERSON_SUSPENDED, by=by, at=at, record=locked)
    emails.suspended(locked, writes_to_them=writes_to_them, by=by, at=at)
    return locked


@transaction.atomic
def end_suspension(*, person: User, by: User, at: datetime) -> User:
    """Let them in again."""
    on = localdate(at)
    ask(by, Permission.PERSON_SUSPEND, person, on)
    locked = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not locked.is_suspended(on):
        return locked
    locked.suspended_until = on - timedelta(days=1)
    locked.save(update_fields=["suspended_until"])
    forget(locked)
    trail.record(Event.PERSON_SUSPENSION_ENDED, by=by, at=at, record=locked)
    emails.suspension_ended(locked, by=by, at=at)
    return locked


def _refuse_again(person: User, by: User, on: date) -> None:
    """It ends after ten school days, unless the role is ended: the same person cannot begin it again."""
    if person.has_left(on):
        raise ValidationError(f"{person.full_name} has left.")
    if has_suspended_lately(by, person, on):
        raise Denied(
            "You have suspended them once in the last 90 days. To go on, propose that their role ends."
        )
