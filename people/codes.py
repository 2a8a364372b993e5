"""Codes of authenticator apps: one half-minute either side, and each works once (RFC 6238)."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt

from people import actions


def authenticator_of(person: Any, code: str) -> Authenticator | None:
    """The app or the recovery codes of this person that this code belongs to; the code is used up."""
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


def takes(person: Any, secret: str, code: str) -> bool:
    """Whether the app with this secret shows, showed or will show this code, and nobody has used it."""
    for counter in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter))):
            return actions.use_code(person=person, counter=counter)
    return False
