"""Text that only the portal can read back, and only from the row it was written to.

AES-256-GCM under a key held outside the database; the row's table, id and field are bound in, so a
copied value does not open in another row.
"""

from __future__ import annotations

import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from django.conf import settings
from django.db import models

NONCE = 12


class CannotOpen(Exception):
    """The sealed text is damaged, was moved from another row, or its key is gone."""


def _key(secret: str) -> bytes:
    digest = Hash(SHA256())
    digest.update(b"concern text\x00" + secret.encode())
    return digest.finalize()


def seal(text: str, place: str) -> bytes:
    """Seal this text to its place ("incidents_entry|<id>|text")."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key(settings.CONCERN_KEYS[0])).encrypt(nonce, text.encode(), place.encode())


def unseal(sealed: bytes, place: str) -> str:
    """The text again, with any of the keys in use. Raises CannotOpen."""
    for secret in settings.CONCERN_KEYS:
        try:
            opened = AESGCM(_key(secret)).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
        except (InvalidTag, ValueError):
            continue
        return opened.decode()
    raise CannotOpen(place)


class SealedText:
    """The attribute: text in Python, sealed bytes on the row."""

    def __init__(self, field: SealedField) -> None:
        self.field = field

    def __get__(self, row: Any, owner: Any = None) -> Any:
        if row is None:
            return self
        value = row.__dict__.get(self.field.attname)
        if isinstance(value, (bytes, memoryview)):
            return unseal(bytes(value), self.field.place(row)) if value else ""
        return value

    def __set__(self, row: Any, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):
    """A text field whose column is sealed. It cannot be searched, ordered or put in a form by accident."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", b"")
        super().__init__(*args, **kwargs)

    def place(self, row: Any) -> str:
        return f"{row._meta.db_table}|{row.pk}|{self.attname}"

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, SealedText(self))

    def pre_save(self, row: Any, add: bool) -> Any:
        value = row.__dict__.get(self.attname)
        if isinstance(value, str):
            return seal(value, self.place(row)) if value else b""
        return value
