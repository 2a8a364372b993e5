"""What the ledger keeps of signing in and out, and of what somebody signs in with."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit import trail
from audit.events import Event
from people import emails
from people.models import User


def sign_in(*, by: User, at: datetime) -> None:
    """Somebody has signed in, all steps done."""
    trail.record(Event.SIGNED_IN, by=by, at=at, record=by)


def sign_out(*, by: User, at: datetime) -> None:
    trail.record(Event.SIGNED_OUT, by=by, at=at, record=by)


def sign_in_failed(*, email: str, at: datetime) -> None:
    """Somebody tried and failed. What was typed is not kept: it may be a password in the wrong box."""
    person = User.objects.filter(email=email.strip().lower()).first()
    trail.record(
        Event.SIGN_IN_FAILED,
        by=None,
        at=at,
        record=person,
        trust_id=person.trust_id if person else None,
    )


@transaction.atomic
def choose_password(*, by: User, password: str, at: datetime) -> User:
    """Set the first password of somebody who has none: there is nothing to warn them of."""
    by.set_password(password)
    by.save(update_fields=["password"])
    trail.record(Event.PASSWORD_CHANGED, by=by, at=at, record=by)
    return by


@transaction.atomic
def change_password(*, by: User, password: str, at: datetime) -> User:
    """Set the password somebody has chosen, and tell them, in case it was not them."""
    by.set_password(password)
    by.save(update_fields=["password"])
    trail.record(Event.PASSWORD_CHANGED, by=by, at=at, record=by)
    emails.account_changed(by, what="Your password was changed", at=at)
    return by


@transaction.atomic
def change_second_step(*, by: User, what: str, at: datetime) -> None:
    """The authenticator app or the recovery codes have changed: keep it, and tell their owner."""
    trail.record(Event.SECOND_STEP_CHANGED, by=by, at=at, record=by, data={"what": what})
    emails.account_changed(by, what=what, at=at)
