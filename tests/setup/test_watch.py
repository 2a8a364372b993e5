"""A part that ends, or falls silent, is started again, with growing pauses and a line that says why.

Real processes on the real clock: how long they take is the point.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from portal import watch
from portal.watch import WatchedPart

TALKS = """
import os, sys, time
pipe = int(sys.argv[sys.argv.index("--signs") + 1])
while True:
    os.write(pipe, b".")
    time.sleep(0.05)
"""
TALKS_ONCE = """
import os, sys, time
os.write(int(sys.argv[sys.argv.index("--signs") + 1]), b".")
time.sleep(60)
"""
ENDS = "raise SystemExit(3)"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., WatchedPart]]:
    monkeypatch.setattr(watch, "PAUSES", (0.1, 0.2, 0.4))
    parts: list[WatchedPart] = []

    def make(program: str, **more: Any) -> WatchedPart:
        parts.append(WatchedPart("worker", [sys.executable, "-S", "-c", program], **more))
        parts[-1].start()
        return parts[-1]

    yield make
    watch.end(parts)
    assert all(part.process is None or part.process.poll() is not None for part in parts)


def look_until(part: WatchedPart, wanted: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not wanted():
        assert time.monotonic() < deadline, "it never came to this"
        part.look()
        time.sleep(0.01)


def test_one_that_is_killed_is_started_again(made: Any, caplog: Any) -> None:
    told: list[str] = []
    part = made(TALKS, on_end=told.append)
    first = part.process.pid
    os.kill(first, signal.SIGKILL)
    look_until(part, lambda: part.process is not None and part.process.pid != first)
    assert told == ["worker"]
    assert [line.getMessage() for line in caplog.records] == [
        "The worker was ended by SIGKILL after 0 s; it is started again in 0 s"
    ]


def test_one_that_says_nothing_is_stopped_and_started_again(made: Any, caplog: Any) -> None:
    part = made(TALKS_ONCE, silence=0.3)
    first = part.process.pid
    look_until(part, lambda: part.process is not None and part.process.pid != first)
    assert "gave no sign of life for 0 s and was stopped after 0 s" in caplog.text
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_one_that_never_comes_so_far_is_given_longer(made: Any) -> None:
    part = made("import time; time.sleep(60)", silence=0.1, loading=1)
    began = time.monotonic()
    look_until(part, lambda: part.ends == 1)
    assert time.monotonic() - began > 0.9


def test_one_that_talks_is_left_alone(made: Any) -> None:
    part = made(TALKS, silence=2)
    look_until(part, lambda: part.heard > part.began)
    first, until = part.process.pid, time.monotonic() + 0.5
    look_until(part, lambda: time.monotonic() > until)
    assert part.process.pid == first


def test_a_watcher_that_slept_hears_before_it_judges(made: Any) -> None:
    part = made(TALKS, silence=2)
    look_until(part, lambda: part.heard > part.began)
    select.select([part.signs], [], [], 30)
    part.heard -= 3600
    part.look()
    assert part.ends == 0


def test_the_pauses_grow_and_begin_anew_after_a_settled_life(made: Any, caplog: Any) -> None:
    part = made(ENDS, gives_signs=False)
    for _ in range(4):
        look_until(part, lambda: part.process is None)
        assert part.earliest == part.due
        look_until(part, lambda: part.process is not None)
    part.began -= watch.SETTLED
    look_until(part, lambda: part.process is None)
    assert [line.args[3] for line in caplog.records] == [0.1, 0.2, 0.4, 0.4, 0.1]


def test_what_cannot_even_load_waits_out_its_pause(made: Any, monkeypatch: Any) -> None:
    """Loading during the pause must not become a loop without any."""
    monkeypatch.setattr(watch, "PAUSES", (5,))
    part = made(ENDS)
    look_until(part, lambda: part.process is None)
    look_until(part, lambda: part.process is not None)
    look_until(part, lambda: part.process is None)
    assert part.earliest == part.due > time.monotonic() + 3


def test_the_pauses_are_those_that_were_promised() -> None:
    assert watch.PAUSES == (1, 2, 4, 8, 10)
    assert (watch.SILENCE, watch.SETTLED) == (60, 60)


@pytest.mark.parametrize(
    ("code", "words"),
    [(3, "ended by itself with code 3"), (-9, "was ended by SIGKILL"), (-99, "ended by signal 99")],
)
def test_why_it_ended(code: int, words: str) -> None:
    assert words in watch.how(code)
