"""What would differ between two tellings of one story by chance alone: keys that are drawn, and rows that stay."""

from __future__ import annotations

import os
import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from unittest import mock

from django.core.cache import cache
from django.db import transaction

from notifications.models import Message
from portal import standing

Seen = TypeVar("Seen")


class DrawnFrom:
    """Stands for `os` where keys of rows are drawn."""

    def __init__(self, seed: str) -> None:
        self.urandom = random.Random(seed).randbytes

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)


@contextmanager
def keys_from(seed: str) -> Iterator[None]:
    """Rows made meanwhile get the keys that this seed draws, whatever was made before.

    A letter's is made of whom it goes to and what it is: letters of one moment stand in the order of their
    keys, and that of one trust's must not hang on how many another's were.
    """
    drawn = mock.patch.object(uuid, "os", DrawnFrom(seed))
    with drawn, mock.patch.object(Message, "save", save_by_name(Message.save)):
        yield


def save_by_name(save: Callable[..., None]) -> Callable[..., None]:
    def save_letter(letter: Message, *args: Any, **how: Any) -> None:
        if letter._state.adding:
            letter.pk = uuid.uuid5(uuid.NAMESPACE_OID, f"{letter.recipient_id} {letter.key}")
        save(letter, *args, **how)

    return save_letter


class TakenBack(Exception):
    """Whatever was done is undone."""


def undone(see: Callable[[], Seen]) -> Seen:
    """What this shows, and nothing of it stays: no row, no session, nothing in the cache.

    The lines above a page tell how this machine's worker and clock are just now, and that for five seconds
    by a clock that does not stand still: they are left out.
    """
    found: list[Seen] = []
    cache.clear()
    try:
        with transaction.atomic(), mock.patch.object(standing, "glimpse", lambda **_: {}):
            found.append(see())
            raise TakenBack
    except TakenBack:
        cache.clear()
        return found[0]
