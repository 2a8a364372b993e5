"""Signs of life of worker and beat, kept in the cache that every process shares."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime

from django.core.cache import cache

# bin/run hands its own start to every process; elsewhere each process counts from its own.
STARTED = float(os.environ.get("PORTAL_STARTED") or time.time())
FRESH_FOR = 60.0


def record(part: str) -> None:
    cache.set(f"heartbeat:{part}", time.time(), timeout=3600)


def last(part: str) -> datetime | None:
    """When the part showed itself last, as far as the cache knows."""
    seen = cache.get(f"heartbeat:{part}")
    return datetime.fromtimestamp(seen, UTC) if seen else None


def forget(part: str) -> None:
    """It has ended, or has not begun: nobody shall think that it runs."""
    cache.delete(f"heartbeat:{part}")


def is_fresh(part: str) -> bool:
    """Whether the part showed itself lately.

    One from the future is none: the clock was set back since, and a living part shows itself within seconds.
    """
    last = cache.get(f"heartbeat:{part}")
    return last is not None and abs(time.time() - last) <= FRESH_FOR
