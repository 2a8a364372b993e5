"""The secrets of authenticator apps and recovery codes: sealed with keys of their own, to their owner.

Older ones stand under the concern keys and under nobody's name; they open until they are sealed anew, which
happens when their owner next signs in and in manage.py rotate_keys.
"""

from __future__ import annotations

import hashlib
import logging
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from allauth.core import context
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from access.check import Denied
from people.person.models import User
from sealing.boxes import CannotOpen, close, is_newest, open_box
from sealing.keys import Purpose

log = logging.getLogger(__name__)
OLDER = "gAAAA"  # how the older ones begin
NOBODY = ""
_owner: ContextVar[str] = ContextVar("owner of the second step", default=NOBODY)


class Unreadable(Denied):
    """A second step that cannot be checked: its key is gone, or it belongs to somebody else."""

    def __init__(self) -> None:
        super().__init__(
            "The portal cannot read your second sign-in step, so no code can be right. "
            "Ask the administrator of the portal: they can see why in its log"
        )


@contextmanager
def of(person: User) -> Iterator[None]:
    """Within this, what is opened belongs to this person: they are not signed in yet."""
    token = _owner.set(str(person.pk))
    try:
        yield
    finally:
        _owner.reset(token)


def owner() -> str:
    """Whose second step it is: the one who is signing in, or is signed in."""
    user = getattr(context.request, "user", None)
    return _owner.get() or (str(user.pk) if user is not None and user.is_authenticated else NOBODY)


def sealed(secret: str, whose: str) -> str:
    return close(Purpose.AUTHENTICATORS, secret.encode(), place_of(whose))


def opened(box: str, whose: str) -> str:
    """The secret. Raises CannotOpen."""
    if box.startswith(OLDER):
        return opened_older(box)
    try:
        return open_box(Purpose.AUTHENTICATORS, box, place_of(whose)).decode()
    except CannotOpen:
        return open_box(Purpose.AUTHENTICATORS, box, place_of(NOBODY)).decode()


def opened_or_refused(box: str) -> str:
    """The secret, for whoever stands at the door. Raises Unreadable, and tells the log why."""
    try:
        return opened(box, owner())
    except CannotOpen:
        log.error(
            "A second sign-in step does not open: AUTHENTICATOR_KEYS (for older ones CONCERN_KEYS) lacks "
            "the key it was sealed with, or it was moved from another person"
        )
        raise Unreadable from None


def place_of(whose: str) -> str:
    return f"mfa_authenticator|{whose}"


def opened_older(token: str) -> str:
    keys = [
        Fernet(urlsafe_b64encode(hashlib.sha256(f"second-step:{key}".encode()).digest()))
        for key in Purpose.CONCERNS.secrets
    ]
    try:
        return MultiFernet(keys).decrypt(token.encode()).decode()
    except InvalidToken:
        raise CannotOpen("a second step under the concern keys") from None


def boxes_in(data: dict[str, Any]) -> list[str]:
    """Every sealed value of an authenticator's data."""
    single = [data[name] for name in ("secret", "seed") if data.get(name)]
    return [*single, *data.get("migrated_codes", [])]


def needs_sealing(data: dict[str, Any]) -> bool:
    return not all(is_newest(Purpose.AUTHENTICATORS, box) for box in boxes_in(data))


def sealed_anew(data: dict[str, Any], whose: str) -> dict[str, Any]:
    """The same data under the first key and its owner's name. Raises CannotOpen."""

    def anew(box: str) -> str:
        return sealed(opened(box, whose), whose)

    changed: dict[str, Any] = {
        name: anew(data[name]) for name in ("secret", "seed") if data.get(name)
    }
    if codes := data.get("migrated_codes"):
        changed["migrated_codes"] = [anew(code) for code in codes]
    return {**data, **changed}
