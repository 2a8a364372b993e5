"""Every journey again on PostgreSQL: bin/test walks them on SQLite alone."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack

import pytest

from tests import services
from tests.conftest import missing
from tests.everything import NO_TESTS, counts_in
from tests.long.tally import Tally

PYTEST = [sys.executable, "-m", "pytest", "--journeys-only", "-q"]


def files() -> list[str]:
    """Each file that has a journey, as pytest itself finds them."""
    answer = subprocess.run(
        [*PYTEST, "--collect-only"], capture_output=True, text=True, cwd=services.ROOT
    )
    return sorted({line.split("::")[0] for line in answer.stdout.splitlines() if "::" in line})


def test_every_journey_on_postgresql(tally: Tally, tmp_path) -> None:
    found = files()
    assert len(found) > 5
    with ExitStack() as stack:
        database = os.environ.get("DATABASE_URL") or stack.enter_context(postgres())
        for file in [file for file in found if file not in tally.done]:
            if not tally.has_time():
                pytest.skip("no time is left: start it again, and it goes on from here")
            report = tmp_path / "report.xml"
            environment = {**os.environ, "DATABASE_URL": database}
            command = [*PYTEST, f"--junitxml={report}", file]
            code = subprocess.run(command, cwd=services.ROOT, env=environment).returncode
            assert code != NO_TESTS and code == 0, file
            tally.add(journeys=counts_in(report)["passed"], files=1)
            tally.finish(file)


def postgres():
    try:
        services.postgres_folder()
    except services.NotHere as reason:
        missing("PostgreSQL", str(reason))
    return services.postgres()
