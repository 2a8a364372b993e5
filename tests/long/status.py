"""What was asked for while nothing ran is made when the parts are back: on the embedded engine and on Redis."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings

from tests.setup.test_start import environment

PATIENCE = 300  # seconds, for a machine with much else to do
Parts = tuple[list[str], ...]
EMBEDDED: Parts = (["manage.py", "portalpart", "worker"], ["manage.py", "portalpart", "beat"])
CELERY = ["-m", "celery", "-A", "portal"]
ON_REDIS: Parts = (
    [*CELERY, "worker", "--concurrency=2", "--loglevel=ERROR"],
    [*CELERY, "beat", "--loglevel=ERROR", "--pidfile="],
)


class Site:
    """One portal whose parts are stopped and started by the test."""

    def __init__(self, name: str, folder: Path, parts: Parts, **more: str) -> None:
        self.name, self.folder, self.parts = name, folder, parts
        self.environment = environment(folder, PORTAL_STARTED=str(time.time() - 600), **more)

    def asks(self, *words: Any) -> Any:
        command = [sys.executable, "-m", "tests.reports.waiting_site", *map(str, words)]
        answer = subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return json.loads(answer.stdout.splitlines()[-1])

    @contextmanager
    def running(self) -> Iterator[None]:
        """All parts, ended outright."""
        with ExitStack() as stack:
            for part in self.parts:
                process = subprocess.Popen(
                    [sys.executable, *part],
                    cwd=settings.BASE_DIR,
                    env=self.environment,
                    stderr=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    start_new_session=True,
                )
                stack.callback(end, process)
            yield

    def seconds_until_all_are_ready(self, number: int) -> float:
        began = time.monotonic()
        while self.asks("states") != {"ready": number}:
            assert time.monotonic() - began < PATIENCE, self.asks("states")
            time.sleep(1)
        return time.monotonic() - began


def end(process: subprocess.Popen) -> None:
    """kill -9, with the children of its pool."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture(params=["embedded", "redis"])
def site(request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    if request.param == "redis":
        url = request.getfixturevalue("redis_url")
        found = Site("redis", folder, ON_REDIS, CELERY_BROKER_URL=url)
    else:
        found = Site("embedded", folder, EMBEDDED)
    found.asks("set_up")
    yield found
    shutil.rmtree(folder, ignore_errors=True)


def lose_every_message(site: Site) -> None:
    for message in (site.folder / "queue" / "in").glob("*"):
        message.unlink()
    if url := site.environment.get("CELERY_BROKER_URL", ""):
        redis.Redis.from_url(url).flushdb()


def test_what_was_asked_while_nothing_ran_is_made_when_all_is_back(site, tally):
    case = f"asked while nothing ran, {site.name}"
    if case in tally.done:
        pytest.skip("done")
    site.asks("ask", 3, 25)
    said = site.asks("page")
    assert said["kept"] and said["whom"] and said["again"] == "5" and not said["is_the_file"]
    assert said["stopped"] or said["not_taken"]
    lose_every_message(site)
    with site.running():
        seconds = site.seconds_until_all_are_ready(3)
    assert site.asks("page")["is_the_file"]
    tally.add(files_asked_while_nothing_ran=3, files_lost=0)
    tally.add(**{f"seconds_until_made_on_{site.name}": round(seconds)})
    tally.finish(case)


def test_workers_that_are_killed_lose_nothing(site, tally, seed):
    case = f"killed, {site.name}"
    if case in tally.done:
        pytest.skip("done")
    drawn, kills, number = random.Random(seed), 6, 40
    site.asks("ask", number, 0)
    for _ in range(kills):
        with site.running():
            time.sleep(drawn.uniform(4, 12))
        if drawn.random() < 0.5:
            lose_every_message(site)
    with site.running():
        seconds = site.seconds_until_all_are_ready(number)
    tally.add(kills_of_everything=kills, files_asked_under_kills=number, files_lost=0)
    tally.add(**{f"seconds_after_the_last_kill_on_{site.name}": round(seconds)})
    tally.finish(case)
