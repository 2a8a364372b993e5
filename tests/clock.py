"""The clock of the tests: it stands still at one working moment, unless a test says why it needs the real one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

# The moment of the cast and of tests.factories: a Friday morning in term.
MOMENT = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Europe/London"))
MARKER = "real_clock"
# Still, so that a slow machine reads the same minute as a fast one. Durations and time-outs are
# measured by the monotonic clock, which goes on.
CLOCK = time_machine.travel(MOMENT, tick=False)


@contextmanager
def real() -> Iterator[None]:
    """The machine's own clock, for as long as this lasts."""
    CLOCK.stop()
    try:
        yield
    finally:
        CLOCK.start()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Around fixtures of every scope: what a whole file shares is made by the clock of its tests."""
    if item.get_closest_marker(MARKER):
        with real():
            return (yield)
    return (yield)
