"""The engine loses nothing: kills, silence, bad files and a clock that is set, on files and on Redis.

Real processes on the real clock throughout: what is measured is how long they take to come back.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis

from tests.engine import faults
from tests.engine.faults import Return
from tests.engine.portal import Portal, portal, until
from tests.long.tally import Tally
from tests.notifications.sink import Sink, sink

ENGINES = ("files", "redis")
STORMS = 5  # on each engine: 20,000 tasks, 30 kills of the worker, 10 of beat, 5 of a web process
TASKS, PUBLISHERS = 4000, 4
EVERY = 20  # one letter for so many tasks
KILLS = ["worker"] * 6 + ["beat"] * 2 + ["web"]
ROWS = (10_000, 10_000)  # a sheet has at most 10,000 rows
MINUTE, HOUR = 60, 3600


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Its name, and its broker."""
    if request.param == "files":
        return "files", ""
    url = request.getfixturevalue("redis_url")
    Redis.from_url(url).flushdb()
    return "redis", url


def skip_if_done(tally: Tally, case: str) -> None:
    if case in tally.done:
        pytest.skip(f"{case} has been done")
    if not tally.has_time():
        pytest.skip("the next run goes on from here")


@contextmanager
def a_loaded_machine() -> Iterator[None]:
    """Two processes that do nothing but reckon, unless others do so already."""
    load = os.getloadavg()[0]
    print(f"\nload before: {load:.1f} on {os.cpu_count()} cores", flush=True)
    reckon = [sys.executable, "-c", "while True: pass"]
    busy = [subprocess.Popen(reckon) for _ in range(2 if load < os.cpu_count() else 0)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def publish(running: Portal, tasks: int, seconds: float) -> list[subprocess.Popen[bytes]]:
    share = tasks // PUBLISHERS
    return [
        running.run(
            "tests.engine.publish",
            n * share,
            (n + 1) * share,
            max(0, seconds / share - 0.005),
            EVERY,
        )
        for n in range(PUBLISHERS)
    ]


def note(tally: Tally, name: str, back: list[Return], limit: float) -> None:
    """Keeps how many and the longest, and holds each to its limit."""
    longest = max(back, key=lambda each: each.seconds)
    own = max(each.own for each in back)
    print(
        f"\n{name}: {len(back)}, longest {longest.seconds:.1f} s, own part {own:.1f} s", flush=True
    )
    for what, seconds in (("longest", longest.seconds), ("longest_own_part", own)):
        key = f"{name}_{what}_in_tenths"
        tally.figures[key] = max(round(seconds * 10), tally.figures[key])
    tally.add(**{name: len(back)})
    assert own <= limit


def all_that_come(running: Portal, tasks: int) -> Counter[int]:
    """The marks when all are there, or when none has come for four minutes.

    kombu looks only every hundred seconds for what a killed worker had taken from Redis.
    """
    marks, grew = running.marks(), time.monotonic()
    while len(marks) < tasks and time.monotonic() - grew < 4 * MINUTE:
        time.sleep(1)
        if len(now := running.marks()) > len(marks):
            marks, grew = now, time.monotonic()
    return marks


def all_letters_are_gone(running: Portal) -> bool:
    open_ones = running.one("select count(*) from notifications_message where state != 'sent'")
    return bool(open_ones == 0)


def check_letters(running: Portal, server: Sink, wanted: int, *, deaths: int) -> int:
    """Each once, with its own Message-ID; twice only where a sender died. How many went twice."""
    taken = Counter(server.taken)
    assert len(taken) == wanted == running.one("select count(*) from notifications_message")
    assert running.one("select count(*) from notifications_notice") == wanted
    twice = sum(taken.values()) - len(taken)
    assert twice <= deaths
    return twice


@pytest.mark.parametrize("storm", range(STORMS))
def test_no_task_is_lost_through_kills(
    storm: int, engine: tuple[str, str], tally: Tally, seed: int, tmp_path: Path
) -> None:
    name, broker = engine
    skip_if_done(tally, f"storm {storm} on {name}")
    drawn = random.Random(seed + storm)
    kills = drawn.sample(KILLS, len(KILLS))
    back: dict[str, list[Return]] = {"worker": [], "beat": []}
    with sink() as server, portal(tmp_path, broker=broker, mail=server.port) as running:
        assert running.run("tests.engine.stock").wait() == 0
        running.start()
        with a_loaded_machine():
            asking = publish(running, TASKS, MINUTE)
            planted = 0 if broker else faults.plant(running.waiting, faults.broken_texts())
            for part in kills:
                if part == "web":
                    faults.kill_web(running)
                else:
                    back[part].append(faults.kill(running, part))
                time.sleep(drawn.uniform(0, 4))
            assert [process.wait() for process in asking] == [0] * PUBLISHERS
        marks = all_that_come(running, TASKS)
        until(lambda: all_letters_are_gone(running), 4 * MINUTE, "a letter was lost")
        twice = check_letters(running, server, TASKS // EVERY, deaths=len(back["worker"]))
        running.stop()
    lost = len(set(range(TASKS)) - set(marks))
    # kombu takes a message from Redis first and notes that it has it afterwards: one may be lost where
    # a worker dies in between. Its work is found by a sweep, as the letters show.
    assert lost <= (len(back["worker"]) if broker else 0)
    for part, returns in back.items():
        note(tally, f"{name}_{part}_kills", returns, faults.BACK_AFTER_END)
    tally.add(**{
        f"{name}_tasks": TASKS,
        f"{name}_messages_lost": lost,
        f"{name}_tasks_run_again": sum(marks.values()) - len(marks),
        f"{name}_letters": TASKS // EVERY,
        f"{name}_letters_twice": twice,
        f"{name}_web_kills": kills.count("web"),
        f"{name}_bad_files": planted,
    })  # fmt: skip
    tally.finish(f"storm {storm} on {name}")


def test_an_import_of_twenty_thousand_rows_killed_midway(
    engine: tuple[str, str], tally: Tally, tmp_path: Path
) -> None:
    name, broker = engine
    skip_if_done(tally, f"import on {name}")
    done = "select coalesce(sum(rows_done), 0) from register_imports_registerimport"
    with portal(tmp_path, broker=broker) as running:
        assert running.run("tests.engine.stock", *ROWS).wait() == 0
        running.start()
        until(lambda: running.one(done) > sum(ROWS) / 4, 5 * MINUTE, "the import did not begin")
        back = faults.kill(running, "worker")
        begun = running.one(done)
        assert sum(ROWS) / 4 < begun < sum(ROWS)
        # A restart of everything meanwhile, too.
        running.stop()
        running.start()
        states = "select count(*) from register_imports_registerimport where state = 'done'"
        until(lambda: running.one(states) == len(ROWS), 8 * MINUTE, "the import was not finished")
        channels = "select count(*), count(distinct identity) from accounts_registry_channel"
        assert running.ask(channels) == [(sum(ROWS), sum(ROWS))]
        added = "select sum(added), sum(left_out) from register_imports_registerimport"
        assert running.ask(added) == [(sum(ROWS), 0)]
        running.stop()
    note(tally, f"{name}_import_kills", [back], faults.BACK_AFTER_END)
    tally.add(**{f"{name}_rows_imported": sum(ROWS)})
    tally.finish(f"import on {name}")


def test_silent_parts_are_back_within_ninety_seconds(
    engine: tuple[str, str], tally: Tally, tmp_path: Path
) -> None:
    name, broker = engine
    skip_if_done(tally, f"silence on {name}")
    with portal(tmp_path, broker=broker) as running:
        running.start()
        running.is_whole()
        began = time.monotonic()
        stopped = {part: faults.silence(running, part) for part in ("worker", "beat")}
        with ThreadPoolExecutor() as pool:
            waiting = [
                pool.submit(faults.awaited, running, part, pid, began)
                for part, pid in stopped.items()
            ]
            back = [each.result() for each in waiting]
        assert running.said().count("gave no sign of life for 6") == 2
        running.stop()
    note(tally, f"{name}_silences", back, faults.BACK_AFTER_SILENCE)
    tally.finish(f"silence on {name}")


@pytest.mark.parametrize("part", ["portalpart worker", "portalpart beat", "gunicorn"])
def test_the_watcher_killed_outright_leaves_nothing(
    part: str, engine: tuple[str, str], tally: Tally, tmp_path: Path
) -> None:
    name, broker = engine
    skip_if_done(tally, f"watcher over {part} on {name}")
    with portal(tmp_path, broker=broker) as running:
        running.start()
        running.is_whole()
        pid = running.pid(part)
        running.process.kill()
        running.process.wait()
        until(lambda: not Path(f"/proc/{pid}").exists(), 60, f"{part} was left running")
    tally.finish(f"watcher over {part} on {name}")


def test_the_clock_set_forward_and_back_an_hour(
    engine: tuple[str, str], tally: Tally, tmp_path: Path
) -> None:
    name, broker = engine
    skip_if_done(tally, f"clock on {name}")
    tasks = 2000
    with sink() as server, portal(tmp_path, broker=broker, mail=server.port, clock=True) as running:
        assert running.run("tests.engine.stock").wait() == 0
        running.start()
        running.is_whole()
        asking = publish(running, tasks, 2 * MINUTE)
        pids = {part: running.pid(f"portalpart {part}") for part in ("worker", "beat")}
        for hours in (1, 0, 1, 0):
            running.set_clock(hours * HOUR)
            the_engine_goes_on(running)
        assert [process.wait() for process in asking] == [0] * PUBLISHERS
        until(lambda: len(running.marks()) == tasks, 3 * MINUTE, "a task was lost")
        until(lambda: all_letters_are_gone(running), 2 * MINUTE, "a letter was lost")
        twice = check_letters(running, server, tasks // EVERY, deaths=0)
        assert {part: running.pid(f"portalpart {part}") for part in pids} == pids
        assert "started again" not in running.said()
        running.stop()
    tally.add(**{f"{name}_clock_steps": 4, f"{name}_tasks_over_clock_steps": tasks})
    assert twice == 0
    tally.finish(f"clock on {name}")


def the_engine_goes_on(running: Portal) -> None:
    """Beat ticks, the worker takes, the minute's sweeps run, though the date has jumped."""
    for part in ("worker", "beat"):
        running.cache.delete(f"heartbeat:{part}")
    before = len(running.marks())
    until(lambda: running.is_back("worker"), 60, "the worker gave no sign of life")
    until(lambda: running.is_back("beat"), 90, "beat published nothing")
    until(lambda: len(running.marks()) > before, 60, "no task was taken")
