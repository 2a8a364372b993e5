"""Text that only the portal can read back, and only from the row it was written to.

Each row has a key of its own; its texts are sealed with that, and the row's key is kept beside them in a
box that the concern keys open (docs/adr/0011). A change of keys rewrites the boxes and never a text, so
tables whose rows never change stay closed. Every sealed text names the one key that opens it: another key
in the box makes it unreadable, never different.
"""

from __future__ import annotations

import os
from base64 import b64encode
from hashlib import sha256
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from sealing.boxes import CannotOpen, close, decrypt, encrypt, is_newest, open_box
from sealing.keys import Purpose

__all__ = ["CannotOpen", "RowKeyField", "SealedField", "rewrapped", "seal", "unseal"]

KEY = 32  # bytes
MARK = 32  # bytes


def mark_of(key: bytes) -> bytes:
    return sha256(b"the key of a row\x00" + key).digest()


def seal(key: bytes, text: str, place: str) -> bytes:
    """Seal this text with a row's key to its place ("incidents_entry|<id>|text")."""
    return mark_of(key) + encrypt(key, text.encode(), place)


def unseal(key: bytes, sealed: bytes, place: str) -> str:
    """The text again. Raises CannotOpen."""
    if sealed[:MARK] != mark_of(key):
        raise CannotOpen(place)
    return decrypt(key, sealed[MARK:], place).decode()


def unseal_older(sealed: bytes, place: str) -> str:
    """A text from before rows had keys, sealed with a concern key itself. Raises CannotOpen."""
    for secret in Purpose.CONCERNS.secrets:
        try:
            return decrypt(older_key(secret), sealed, place).decode()
        except CannotOpen:
            continue
    raise CannotOpen(place)


def older_key(secret: str) -> bytes:
    return sha256(b"concern text\x00" + secret.encode()).digest()


def rewrapped(box: str, place: str) -> str:
    """The same row's key in a box that the first concern key closes. Raises CannotOpen."""
    return close(Purpose.CONCERNS, open_box(Purpose.CONCERNS, box, place), place)


class RowKeyField(models.CharField):
    """The row's own key in its box. Whatever is written to the row closes it with the first concern key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 160, "null": True, "editable": False, **kwargs})

    def place(self, row: Any) -> str:
        return self.place_of(row.pk)

    def place_of(self, pk: Any) -> str:
        return place_of_key(self.model._meta.db_table, pk)

    def key(self, row: Any) -> bytes | None:
        """This row's key, made now where the row is new; None where its texts are older than such keys."""
        box = getattr(row, self.attname)
        if box is None and row._state.adding:
            box = close(Purpose.CONCERNS, os.urandom(KEY), self.place(row))
            setattr(row, self.attname, box)
        return open_box(Purpose.CONCERNS, box, self.place(row)) if box else None

    def pre_save(self, row: Any, add: bool) -> Any:
        self.key(row)
        box = getattr(row, self.attname)
        if box and not is_newest(Purpose.CONCERNS, box):
            box = rewrapped(box, self.place(row))
            setattr(row, self.attname, box)
        return box


def place_of_key(table: str, pk: Any) -> str:
    return f"{table}|{pk}|key"


class SealedText(DeferredAttribute):
    """The attribute: text in Python, sealed bytes on the row. A deferred column is fetched when asked for."""

    field: Any

    def __get__(self, row: Any, owner: Any = None) -> Any:
        if row is None:
            return self
        value = super().__get__(row, owner)
        if isinstance(value, (bytes, memoryview)):
            return self.field.text_of(row, bytes(value)) if value else ""
        return value

    def __set__(self, row: Any, value: Any) -> None:
        row.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):
    """A text field whose column is sealed. It cannot be searched, ordered or put in a form by accident.

    Its model has a RowKeyField named `row_key`.
    """

    descriptor_class = SealedText
    # For types alone: it is set and read as the text, and kept as bytes.
    _pyi_private_set_type: str
    _pyi_private_get_type: str  # type: ignore[assignment]  # a binary column is read as bytes

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", b"")
        super().__init__(*args, **kwargs)

    def place(self, row: Any) -> str:
        return f"{row._meta.db_table}|{row.pk}|{self.attname}"

    def text_of(self, row: Any, sealed: bytes) -> str:
        place = self.place(row)
        if row.row_key is None:
            return unseal_older(sealed, place)
        key = row._meta.get_field("row_key").key(row)
        is_older = sealed[:MARK] != mark_of(key)
        return unseal_older(sealed, place) if is_older else unseal(key, sealed, place)

    def sealed(self, row: Any, text: str) -> bytes:
        key = row._meta.get_field("row_key").key(row)
        if key is None:
            raise CannotOpen(f"{self.place(row)}: the row has no key; run manage.py migrate")
        return seal(key, text, self.place(row))

    def pre_save(self, row: Any, add: bool) -> Any:
        value = row.__dict__.get(self.attname)
        if isinstance(value, str):
            value = row.__dict__[self.attname] = self.sealed(row, value) if value else b""
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
