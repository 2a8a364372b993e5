"""Rings the worker's doorbell: the row in the database is the truth, so a lost ring loses nothing.

While the queue does not answer nobody rings, so that a page waits for it once at most.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Any

from celery import current_app

log = logging.getLogger(__name__)
PAUSE = 5.0  # seconds until it is rung again
# A page waits behind this: the clock's next sweep does the same a minute later.
SHORT = {
    "socket_connect_timeout": 0.5,
    "socket_timeout": 0.5,
    "max_retries": 0,
    "connect_retries_timeout": 0.5,
}
_away_until = 0.0


def ring(task: Any, *args: str) -> bool:
    """Ask for this task now; says whether the queue took it."""
    global _away_until
    if time.monotonic() < _away_until:
        return False
    try:
        _publish(task, args)
    except Exception as fault:  # whatever a broker that is down raises
        _away_until = time.monotonic() + PAUSE
        log.warning("The queue did not answer (%s); the next sweep does it", type(fault).__name__)
        return False
    return True


def forget() -> None:
    """Ring again at once."""
    global _away_until
    _away_until = 0.0


def _publish(task: Any, args: Sequence[str]) -> None:
    """By a connection of its own: the worker's, which waits on purpose, keeps its patience."""
    with current_app.connection_for_write() as connection:
        connection.transport_options = {**(connection.transport_options or {}), **SHORT}
        task.apply_async(args=tuple(args), retry=False, expires=60, connection=connection)
