"""Beat remembers what ran last, and a clock that is set back does not stop it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from portal.beat import Scheduler, last_runs
from portal.celery import app

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(Scheduler, "apply_entry", lambda self, entry, **_: found.append(entry.name))
    return found


def run(scheduler: Scheduler) -> None:
    """Everything that is due now."""
    while scheduler.tick() == 0:
        pass


def scheduler(folder: Path) -> Scheduler:
    return Scheduler(app, schedule_filename=str(folder / "beat"))


def test_what_ran_is_remembered_over_a_restart(tmp_path: Path, sent: list[str]) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first = scheduler(tmp_path)
        clock.shift(timedelta(minutes=15, seconds=1))
        run(first)
        assert "urgent reminders" in sent and "daily reminders" not in sent
        first.close()
        clock.shift(timedelta(minutes=5))
        sent.clear()
        run(scheduler(tmp_path))
        assert "deliver e-mails" in sent and "urgent reminders" not in sent
        # The computer was off at six the next morning.
        clock.shift(timedelta(hours=19))
        sent.clear()
        run(scheduler(tmp_path))
        assert {"daily reminders", "watch channels", "urgent reminders"} <= set(sent)


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"a": 5}', b'{"a": "soon"}', b"\x13\x57\x9a"])
def test_a_file_of_another_kind_is_as_good_as_none(
    tmp_path: Path, sent: list[str], text: bytes
) -> None:
    (tmp_path / "beat").write_bytes(text)
    made = scheduler(tmp_path)
    run(made)
    made.sync()
    assert last_runs(tmp_path / "beat").keys() == made.schedule.keys()


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_set_delays_nothing(tmp_path: Path, sent: list[str], hours: int) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        made = scheduler(tmp_path)
        clock.shift(timedelta(minutes=2))
        run(made)
        clock.shift(timedelta(hours=hours))
        run(made)
        sent.clear()
        clock.shift(timedelta(seconds=61))
        run(made)
        assert {"heartbeat", "deliver e-mails", "prepare exports"} <= set(sent)


def test_a_full_disk_does_not_stop_the_clock(tmp_path: Path, caplog: Any) -> None:
    made = Scheduler(app, schedule_filename=str(tmp_path / "gone" / "beat"))
    made.sync()
    assert "could not be written down" in caplog.text
