"""Text that only the portal can read back, and only from the row it was written to.

AES-256-GCM under a key held outside the database; the row's table, id and field are bound in, so a
copied value does not open in another row.
"""

from __future__ import annotations

import os
from base64 import b64encode
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

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
    return nonce + AESGCM(_key(settings.CONCERN_KEYS[0])).encrypt(
        nonce, text.encode(), place.encode()
    )


def unseal(sealed: bytes, place: str) -> str:
    """The text again, with any of the keys in use. Raises CannotOpen."""
    for secret in settings.CONCERN_KEYS:
        try:
            opened = AESGCM(_key(secret)).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
        except (InvalidTag, ValueError):
            continue
        return opened.decode()
    raise CannotOpen(place)


class SealedText(DeferredAttribute):
    """The attribute: text in Python, sealed bytes on the row. A deferred column is fetched when asked for."""

    field: Any

    def __get__(self, row: Any, owner: Any = None) -> Any:
        if row is None:
            return self
        value = super().__get__(row, owner)
        if isinstance(value, (bytes, memoryview)):
            return unseal(bytes(value), self.field.place(row)) if value else ""
        return value

    def __set__(self, row: Any, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):
    """A text field whose column is sealed. It cannot be searched, ordered or put in a form by accident."""

    descriptor_class = SealedText

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", b"")
        super().__init__(*args, **kwargs)

    def place(self, row: Any) -> str:
        return f"{row._meta.db_table}|{row.pk}|{self.attname}"

    def pre_save(self, row: Any, add: bool) -> Any:
        value = row.__dict__.get(self.attname)
        if isinstance(value, str):
            value = row.__dict__[self.attname] = seal(value, self.place(row)) if value else b""
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            raise TypeError(f"{self.name} is sealed to its row: set it on the row and save that")
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, name: str) -> Any:
        if name != "isnull":
            raise TypeError(f"{self.name} is sealed: it cannot be searched")
        return super().get_lookup(name)

    def value_to_string(self, row: Any) -> str:
        """A dump of the database keeps the text sealed."""
        value = row.__dict__.get(self.attname)
        return b64encode(
            self.pre_save(row, add=False) if isinstance(value, str) else bytes(value or b"")
        ).decode()
