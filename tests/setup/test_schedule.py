"""The table of what runs by the clock is complete, and beat and worker carry it over a real Redis."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings
from django.core.cache.backends.filebased import FileBasedCache

from portal import schedule
from portal.celery import app
from reminders import sweeps
from tests.setup.test_start import environment, until


@pytest.mark.parametrize("row", schedule.ROWS, ids=lambda row: row.name)
def test_every_row_names_a_task_that_exists(row):
    app.loader.import_default_modules()
    assert row.task in app.tasks


def test_every_row_has_its_own_name_and_a_sentence():
    assert len({row.name for row in schedule.ROWS}) == len(schedule.ROWS)
    assert all(row.says.endswith(".") for row in schedule.ROWS)


def test_beat_ticks_at_least_every_thirty_seconds():
    tick = next(row for row in schedule.ROWS if row.task == schedule.HEARTBEAT)
    assert tick.when.total_seconds() <= 30


def test_the_status_page_says_when_the_clock_really_sweeps():
    when = {row.name: row.when for row in schedule.ROWS}
    assert when["urgent reminders"] == sweeps.EVERY
    assert (when["daily reminders"].hour, when["daily reminders"].minute) == (
        {sweeps.MORNING.hour},
        {sweeps.MORNING.minute},
    )


def test_no_message_waits_for_a_time_of_its_own():
    """A killed worker would lose it: sweeps look for what is due instead."""
    sources = [
        path
        for app_folder in settings.BASE_DIR.iterdir()
        if (app_folder / "__init__.py").exists() and app_folder.name != "tests"
        for path in app_folder.rglob("*.py")
    ]
    delayed = [path for path in sources if re.search(r"\b(eta|countdown)=", path.read_text())]
    assert len(sources) > 50
    assert delayed == []


@contextmanager
def celery(environment: dict[str, str], *arguments: str) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "portal", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def test_beat_publishes_and_the_worker_takes_over_a_real_redis(redis_url, tmp_path):
    ours = environment(tmp_path, CELERY_BROKER_URL=redis_url)
    cache = FileBasedCache(str(tmp_path / "cache"), {})
    with ExitStack() as stack:
        stack.enter_context(celery(ours, "worker", "--pool=solo", "--loglevel=ERROR"))
        schedule_file = os.fspath(tmp_path / "beat")
        stack.enter_context(celery(ours, "beat", f"--schedule={schedule_file}", "--pidfile="))
        until(lambda: cache.get("heartbeat:beat"), "beat published nothing")
        until(lambda: cache.get("heartbeat:worker"), "the worker took nothing")
