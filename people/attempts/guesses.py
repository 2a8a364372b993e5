"""A guess at a password or a code, as the sign-in pages count it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpRequest
from django.utils import timezone

from people.attempts import actions
from people.attempts.limits import account_mark, address_mark
from people.attempts.models import Attempt
from people.person.models import User
from people.sign_in import known_browsers, links

log = logging.getLogger(__name__)


def begin_guess(request: HttpRequest, *, person: User, typed: str = "") -> Attempt:
    """Count a guess at this account before it is tried. Raises ValidationError where it is one too many."""
    try:
        attempt = actions.begin(
            kind="sign_in",
            account=account_mark(person, typed),
            address=address_mark(request),
            person=person,
            is_known=known_browsers.knows(request, person),
            at=timezone.now(),
        )
    except OperationalError:
        # What cannot be counted is not tried.
        log.exception("Attempts to sign in cannot be counted")
        raise ValidationError(NOT_NOW, code="not_now") from None
    if attempt is None:
        raise too_many()
    return attempt


@contextmanager
def guess(request: HttpRequest, *, person: User) -> Iterator[None]:
    """What is tried inside counts as a guess unless it succeeds."""
    attempt = begin_guess(request, person=person)
    yield
    actions.withdraw_attempt(attempt=attempt)


def too_many() -> ValidationError:
    sentence = BY_EMAIL if links.goes_by_email() else f"{BY_HAND}. {links.HANDED_OVER}"
    return ValidationError(f"Too many attempts. {sentence}", code="too_many_login_attempts")


# The same for everybody: what would be said to some alone would tell whose account it is.
BY_EMAIL = "To get in now, use an email link, or a browser you have signed in with before. Or try again in an hour"
BY_HAND = "Use a browser you have signed in with before, or try again in an hour"
NOT_NOW = (
    "Signing in is not possible for a moment. Try again in a minute. "
    "If you are worried about a child, do not wait: phone your designated safeguarding lead"
)
