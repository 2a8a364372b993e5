"""How a page that waits for the background looks again: quickly at first, then more slowly, for ever."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

LONG = timedelta(seconds=20)
VERY_LONG = timedelta(minutes=2)


class Patience(NamedTuple):
    """How long somebody has waited, and whether anybody has taken up what they wait for."""

    waited: timedelta
    is_taken: bool

    @classmethod
    def of(cls, *, since: datetime, at: datetime, is_taken: bool) -> Patience:
        return cls(max(at - since, timedelta()), is_taken)

    @property
    def looks_again_after(self) -> int:
        """Seconds."""
        return 1 if self.waited < LONG else 5 if self.waited < VERY_LONG else 15

    @property
    def is_at_an_end(self) -> bool:
        """Nobody has taken it up in the time in which somebody should have."""
        return not self.is_taken and self.waited >= LONG
