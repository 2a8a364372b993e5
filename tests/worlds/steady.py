"""What would differ between two tellings of one story by chance alone: keys that are drawn, and rows that stay."""

from __future__ import annotations

import os
import random
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from typing import Any, TypeVar
from unittest import mock

from django.core.cache import cache
from django.db import transaction

from notifications.models import Message, Notice
from portal import standing

Seen = TypeVar("Seen")
KEY = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class DrawnFrom:
    """Stands for `os` where keys of rows are drawn."""

    def __init__(self, seed: str) -> None:
        self.urandom = random.Random(seed).randbytes

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)


@contextmanager
def keys_from(seed: str) -> Iterator[None]:
    """Rows made meanwhile get the keys that this seed draws, whatever was made before.

    A letter's and a notice's are made of whom it goes to and what it says: those of one moment stand in the
    order of their keys, and that of one trust's must not hang on how many another's were.
    """
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(uuid, "os", DrawnFrom(seed)))
        for model in (Message, Notice):
            stack.enter_context(mock.patch.object(model, "save", save_by_name(model.save)))
        yield


def save_by_name(save: Callable[..., None]) -> Callable[..., None]:
    def save_told(told: Message | Notice, *args: Any, **how: Any) -> None:
        if told._state.adding:
            told.pk = next(key for key in names_of(told) if not told_already(type(told), key))
        save(told, *args, **how)

    return save_told


def names_of(told: Message | Notice) -> Iterator[uuid.UUID]:
    """A key for each time that somebody is told the same."""
    says = f"{told.recipient_id} {told.kind} {getattr(told, 'subject', '')} {told.text}"
    for time in count():
        yield uuid.uuid5(uuid.NAMESPACE_OID, f"{KEY.sub('', says)} {time}")


def told_already(model: type[Message | Notice], key: uuid.UUID) -> bool:
    return model.objects.filter(pk=key).exists()


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
