"""The clock's memory of what ran last: a small file that is whole or absent, and a clock that may be set back."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from pathlib import Path
from typing import Any

from celery import beat

from portal import pulse
from workflow.promised import promised

log = logging.getLogger(__name__)


class Scheduler(beat.Scheduler):
    """Celery's, without its database file, which a killed beat may leave broken."""

    def __init__(self, *args: Any, schedule_filename: str, **kwargs: Any) -> None:
        self.path = Path(schedule_filename)
        super().__init__(*args, **kwargs)

    def setup_schedule(self) -> None:
        super().setup_schedule()
        for name, at in last_runs(self.path).items():
            if name in self.schedule:
                self.schedule[name].last_run_at = at

    def sync(self) -> None:
        runs = {
            name: promised(entry.last_run_at).isoformat() for name, entry in self.schedule.items()
        }
        aside = self.path.with_name(f"{self.path.name}.new")
        try:
            aside.write_text(json.dumps(runs, indent=1))
            aside.replace(self.path)
        except OSError as fault:  # a full disk: what is due is sent all the same
            log.warning("What ran last could not be written down: %s", fault)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        pulse.tell()
        self.notice_a_clock_set_back()
        return super().tick(*args, **kwargs)

    def notice_a_clock_set_back(self) -> None:
        """What ran in the future would wait until then: it counts from now instead."""
        for entry in self.schedule.values():
            now = entry.default_now()
            if promised(entry.last_run_at) > now:
                entry.last_run_at = now
                self._heap = None  # reckoned anew from the entries


def last_runs(path: Path) -> dict[str, datetime]:
    """What the last beat wrote down; nothing when there is no such file, or one of another kind."""
    try:
        found = json.loads(path.read_bytes())
        runs = {name: datetime.fromisoformat(at) for name, at in found.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
    return {name: at for name, at in runs.items() if at.tzinfo}
