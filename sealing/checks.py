"""Whether the keys in use are the ones that this database was sealed with."""

from __future__ import annotations

from enum import StrEnum

from sealing.boxes import CannotOpen, close, is_newest, open_box
from sealing.keys import Purpose
from sealing.models import KeyCheck

WORD = b"these are the keys"


class Found(StrEnum):
    """What the check of one purpose found."""

    RIGHT = "right"
    OLD_NEEDED = "old_needed"  # the first key is new: not everything is sealed with it yet
    WRONG = "wrong"
    UNCHECKED = "unchecked"  # nothing has been written to check against


def found(purpose: Purpose) -> Found:
    """One small question to the database, and one box."""
    box = KeyCheck.objects.filter(pk=purpose.code).values_list("box", flat=True).first()
    if box is None:
        return Found.UNCHECKED
    try:
        open_box(purpose, box, place_of(purpose))
    except CannotOpen:
        return Found.WRONG
    return Found.RIGHT if is_newest(purpose, box) else Found.OLD_NEEDED


def word(purpose: Purpose, secret: str) -> str:
    """The word in a box that this key closes."""
    return close(purpose, WORD, place_of(purpose), secret)


def place_of(purpose: Purpose) -> str:
    return f"sealing_keycheck|{purpose.code}"
