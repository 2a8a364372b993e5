"""One thing that happened to a channel."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.timezone import get_current_timezone

from accounts_registry.models import Channel

LONGEST = 300


@dataclass(frozen=True)
class Moment:
    """One thing that happened. `at` where the time is known, else the day alone.

    `discreet` is the sentence for those who may not know where a login is kept.
    """

    says: str
    on: date
    kind: str
    by: str = ""
    at: datetime | None = None
    text: str = ""
    discreet: str = ""

    @property
    def order(self) -> tuple[date, datetime]:
        return self.on, self.at or datetime.combine(self.on, time.min, get_current_timezone())


Source = Callable[[Channel], Iterable[Moment]]
