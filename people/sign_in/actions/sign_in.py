"""What the ledger keeps of signing in and out, and of what somebody signs in with."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from audit import trail
from audit.events import Event
from people import emails
from people.person.models import User
from people.sign_in.addresses import clean_address, wrong_address


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


def use_code(*, person: User, counter: int) -> bool:
    """Use up the code of this half-minute and all before it; False where it was used. Two at once cannot both."""
    unused = User.objects.filter(pk=person.pk, code_counter__lt=counter)
    return unused.update(code_counter=counter) == 1


@transaction.atomic
def change_own_address(*, email: str, by: User, at: datetime) -> User:
    """Sign in with another address from now on; the one before is told, in case it was not its owner."""
    person = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    before, person.email = person.email or "", clean_address(email)
    if problem := "Enter your new email address" if not person.email else wrong_address(person):
        raise ValidationError({"email": problem})
    if person.email == before:
        return person
    person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person).delete()
    trail.record(Event.PERSON_CHANGED, by=by, at=at, record=person, data={"changed": ["email"]})
    emails.address_changed(person, before=before, at=at)
    return person


@transaction.atomic
def forget_browsers(*, by: User, at: datetime) -> User:
    """From now on no browser is known as this person's, until they sign in from it again."""
    User.objects.filter(pk=by.pk).update(browsers_version=F("browsers_version") + 1)
    by.refresh_from_db(fields=["browsers_version"])
    trail.record(Event.BROWSERS_FORGOTTEN, by=by, at=at, record=by)
    return by


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
