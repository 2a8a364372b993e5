"""Codes of authenticator apps: one half-minute either side, and each works once (RFC 6238)."""

from __future__ import annotations

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt

from people import actions
from people.person.models import User


class UsedAlready(Exception):
    """The right code of a half-minute whose code has been used: the next one will do."""


def authenticator_of(person: User, code: str) -> Authenticator | None:
    """The app or the recovery codes of this person that this code belongs to; the code is used up.

    Raises UsedAlready.
    """
    for one in Authenticator.objects.filter(user=person).order_by("-type"):
        is_app = one.type == Authenticator.Type.TOTP
        if (
            takes(person, decrypt(one.data["secret"]), code)
            if is_app
            else one.wrap().validate_code(code)
        ):
            one.user = person
            return one
    return None


def takes(person: User, secret: str, code: str) -> bool:
    """Whether the app with this secret shows, showed or will show this code, and nobody has used it.

    Raises UsedAlready for the code used last; one that is older may never have been used.
    """
    for counter in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter))):
            if actions.use_code(person=person, counter=counter):
                return True
            if User.objects.filter(pk=person.pk, code_counter=counter).exists():
                raise UsedAlready
            return False
    return False
