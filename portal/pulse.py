"""Signs of life of this process: to whoever watches it, through a pipe, and to the pages, through the cache.

The watcher measures silence by its own clock, so that neither a clock that is set, a full disk nor
a cache that does not answer looks like a part that has stopped.
"""

from __future__ import annotations

import logging
import os
import time
from contextlib import suppress

from portal import heartbeats

log = logging.getLogger(__name__)
TOLD_EVERY = 1.0  # seconds
RECORDED_EVERY = 5.0

part = "worker"  # which one this process is
_pipe: int | None = None
_last = {"told": float("-inf"), "recorded": float("-inf")}


def be(name: str) -> None:
    """This process is that part."""
    global part
    part = name


def use(pipe: int) -> None:
    """From now on tell the watcher at the other end of this pipe."""
    global _pipe
    _pipe = pipe
    os.set_blocking(pipe, False)
    os.set_inheritable(pipe, False)


def beat() -> None:
    """This part works right now. Cheap enough to be called in every round."""
    tell()
    if time.monotonic() - _last["recorded"] >= RECORDED_EVERY:
        _last["recorded"] = time.monotonic()
        record(part)


def tell() -> None:
    """Tell the watcher, where there is one."""
    if _pipe is None or time.monotonic() - _last["told"] < TOLD_EVERY:
        return
    _last["told"] = time.monotonic()
    with suppress(OSError):  # full, or nobody reads any more: the watcher's own affair
        os.write(_pipe, b".")


def record(part: str) -> None:
    try:
        heartbeats.record(part)
    except Exception as fault:  # pages then say that it is silent; the work goes on
        log.warning("A sign of life could not be kept: %s", fault)


def forget(part: str) -> None:
    """The part has ended: pages shall say so at once."""
    try:
        heartbeats.forget(part)
    except Exception as fault:
        log.warning("A sign of life could not be taken back: %s", fault)
