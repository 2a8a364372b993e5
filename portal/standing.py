"""How each part stands and since when: noted by the worker's heartbeat and whenever somebody looks.

Pages ask `glimpse`, which asks the database nothing and looks at most once in a few seconds.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.cache import cache
from django.utils import timezone

from portal import health, heartbeats
from portal.health import FAILING, OK

log = logging.getLogger(__name__)
KEY = "standing"
GLIMPSE_FOR = 5.0  # seconds
# The worker writes its notes with every heartbeat; older ones say nothing about now.
NOTES_FOR = timedelta(minutes=2)
# What the worker cannot say of itself, and what only it can say without asking on every page.
OF_OTHERS = tuple(name for name in health.CHECKS if name != "worker")
NOTED = ("keys", "data", "sweep", "mail_server")
SHARED = "shared"  # the cache that all processes share: Redis, or files


_last: tuple[float, dict[str, str]] | None = None


class Standing(NamedTuple):
    """One part: its state, and since when it has been so as far as anybody noted."""

    state: str
    since: datetime


class Notes(NamedTuple):
    """What was found of each part, and when somebody looked last."""

    at: datetime
    parts: dict[str, Standing]


def take_stock(*, at: datetime) -> dict[str, Standing]:
    """Ask every part, and note it."""
    return note(health.states(), at=at)


def note(found: Mapping[str, str], *, at: datetime) -> dict[str, Standing]:
    """Keep these states; a part that stands as it stood keeps its since."""
    kept = notes()
    before = kept.parts if kept else {}
    parts = {
        name: before[name]
        if name in before and before[name].state == state
        else Standing(state, at)
        for name, state in found.items()
    }
    keep(Notes(at, {**before, **parts}))
    return parts


def notes() -> Notes | None:
    """What was noted last; nothing where the cache is away."""
    try:
        return cache.get(KEY)
    except Exception:
        log.warning("The cache did not answer; nothing is known of earlier")
        return None


def keep(found: Notes) -> None:
    try:
        cache.set(KEY, found, timeout=None)
    except Exception:
        log.warning("The cache did not answer; what was found is not kept")


def glimpse(*, at: float | None = None) -> dict[str, str]:
    """The parts as far as a page may know. Asks no database, and the cache at most every five seconds."""
    global _last
    now = time.monotonic() if at is None else at
    if _last is None or not 0 <= now - _last[0] < GLIMPSE_FOR:
        if _last:
            _last = (now, _last[1])  # the other threads need not wait for a cache that hangs
        _last = (now, look())
    return _last[1]


def forget() -> None:
    """Look anew at the next glimpse."""
    global _last
    _last = None


def look() -> dict[str, str]:
    found = {"disk": health.state_of("disk")}
    try:
        seen = {part: heartbeats.is_fresh(part) for part in ("worker", "beat")}
    except Exception:
        log.warning("The cache did not answer; nobody knows what runs")
        return {**found, SHARED: FAILING}
    just_started = time.time() - heartbeats.STARTED < heartbeats.FRESH_FOR
    found |= {part: OK if fresh or just_started else FAILING for part, fresh in seen.items()}
    kept = notes()
    if kept and timezone.now() - kept.at < NOTES_FOR:
        found |= {name: kept.parts[name].state for name in NOTED if name in kept.parts}
    return found
