"""What a trust still lacks before the portal is ready for it."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple


class Gap(NamedTuple):
    """One line of the checklist: what is missing, the page where it is put right, and whether it is done."""

    sentence: str
    url: str
    done: bool


def gaps(trust_id: Any, on: date) -> list[Gap]:
    """The checklist of one trust, in the order it is best done (written by the set-up page's owner)."""
    return []
