"""The whole suite, on SQLite, as on four other dates, each once: one date to a run, or the one that -k names."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests import services
from tests.long.tally import Tally

DAYS = {
    "2026-12-05": "a Saturday",
    "2027-01-06": "a Wednesday of a new year",
    "2027-03-28": "a Sunday, and the day the clocks go forward",
    "2028-02-29": "a day that three years of four lack",
}
begun: list[str] = []


@pytest.mark.parametrize("day", DAYS)
def test_the_suite_passes_as_on(day: str, tally: Tally) -> None:
    if day in tally.done:
        pytest.skip("it passed in an earlier run")
    if begun:
        pytest.skip("one date to a run: start it again, and it goes on from here")
    begun.append(day)
    command = [sys.executable, "-m", "tests.on_date", day]
    assert subprocess.run(command, cwd=services.ROOT).returncode == 0
    tally.add(dates=1)
    tally.finish(day)
