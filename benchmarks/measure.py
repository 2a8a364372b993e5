"""Two things in turn, A B A B, in one process: the ratio of their medians is what may be quoted."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Ratio:
    """How many times slower the yardstick was, by processor time, with the quartiles over the rounds."""

    name: str
    goal: str
    value: float
    low: float
    high: float
    holds: bool

    def line(self) -> str:
        middle, low, high = (short(one) for one in (self.value, self.low, self.high))
        return f"| {self.name} | {self.goal} | **{middle}** ({low} to {high}) | {'yes' if self.holds else 'NO'} |"


def short(value: float) -> str:
    """To three figures, written out: 2,750 and not 2.75e+03."""
    return f"{float(f'{value:.3g}'):,g}"


Clock = Callable[[], float]


def seconds(work: Callable[[], object], times: int = 1, clock: Clock = time.process_time) -> float:
    started = clock()
    for _ in range(times):
        work()
    return (clock() - started) / times


def clock_of(connection: Any) -> Clock:
    """Processor time, that of PostgreSQL's own process with it; the time that passes where it runs elsewhere."""
    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        # One process does all of a question's work, so that none of it goes uncounted.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        spent = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    if not spent.exists():
        return time.perf_counter
    return lambda: time.process_time() + int(spent.read_text().split()[0]) / 1e9


def in_turn(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    *,
    rounds: int = 7,
    times: int = 1,
    clock: Clock = time.process_time,
) -> list[float]:
    """theirs / ours for each round, after one warm-up of both."""
    ours(), theirs()
    return [seconds(theirs, times, clock) / seconds(ours, times, clock) for _ in range(rounds)]


def ratio(
    name: str, values: list[float], *, at_least: float | None = None, at_most: float | None = None
) -> Ratio:
    values = sorted(values)
    middle = statistics.median(values)
    low, high = values[len(values) // 4], values[-1 - len(values) // 4]
    holds = (at_least is None or middle >= at_least) and (at_most is None or middle <= at_most)
    goal = f"at least {at_least:g}" if at_least is not None else f"at most {at_most:g}"
    return Ratio(name, goal, middle, low, high, holds)
