"""Small boxes: bytes closed with a purpose's first key, for one place, as text that says which key opens it.

AES-256-GCM. The place ("incidents_entry|<id>|key") is bound in: a box that was moved does not open.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sealing.keys import Purpose, fingerprint, key_of, newest

NONCE = 12


class CannotOpen(Exception):
    """What is sealed is damaged, was moved from another row, or its key is gone."""


def encrypt(key: bytes, content: bytes, place: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, place.encode())


def decrypt(key: bytes, sealed: bytes, place: str) -> bytes:
    """The content again. Raises CannotOpen."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
    except (InvalidTag, ValueError):
        raise CannotOpen(place) from None


def close(purpose: Purpose, content: bytes, place: str, secret: str = "") -> str:
    """A box for this place, closed with the first key or the one given: "<fingerprint>:<sealed, in base64>"."""
    secret = secret or purpose.secrets[0]
    sealed = encrypt(key_of(purpose, secret), content, place)
    return f"{fingerprint(purpose, secret)}:{b64encode(sealed).decode()}"


def open_box(purpose: Purpose, box: str, place: str) -> bytes:
    """What is in it, with whichever of the keys closed it. Raises CannotOpen."""
    mark, _, sealed = box.partition(":")
    for secret in purpose.secrets:
        if fingerprint(purpose, secret) == mark:
            return decrypt(key_of(purpose, secret), decoded(sealed), place)
    raise CannotOpen(place)


def decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""


def is_newest(purpose: Purpose, box: str) -> bool:
    """Whether the first key closed it."""
    return box.startswith(prefix(purpose))


def prefix(purpose: Purpose) -> str:
    """How every box begins that the first key closed: a database can look for it."""
    return f"{newest(purpose)}:"
