"""The engine in small: what is asked for is done though its worker is killed; whole in bin/long engine.

Real processes on the real clock: what is measured is how long they take to come back.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from portal import schedule
from portal.celery import app
from tests.engine import faults
from tests.engine.portal import portal, until

# Every task whose work would be missed, and the sweep that finds the work when its message is lost.
FOUND_AGAIN_BY = {
    "approvals.tasks.move_steps": "approvals.tasks.move_steps",
    "accounts_registry.tasks.refresh_search": "accounts_registry.tasks.refresh_search",
    "accounts_registry.tasks.watch_channels": "accounts_registry.tasks.watch_channels",
    "register_imports.tasks.work_on_import": "register_imports.tasks.work_on_waiting_imports",
    "register_imports.tasks.work_on_waiting_imports": "register_imports.tasks.work_on_waiting_imports",
    "drafts.tasks.clear_old_drafts": "drafts.tasks.clear_old_drafts",
    "incidents.tasks.clear_old_drafts": "incidents.tasks.clear_old_drafts",
    "incidents.tasks.move_on_unseen": "incidents.tasks.move_on_unseen",
    "incidents.tasks.ask_for_hand_overs": "incidents.tasks.ask_for_hand_overs",
    "incidents.tasks.end_sights": "incidents.tasks.end_sights",
    "incidents.tasks.tell_of_undelivered": "incidents.tasks.tell_of_undelivered",
    "notifications.tasks.carry": "notifications.tasks.deliver_waiting",
    "notifications.tasks.deliver_now": "notifications.tasks.deliver_waiting",
    "notifications.tasks.deliver_waiting": "notifications.tasks.deliver_waiting",
    "people.tasks.clear_old_names": "people.tasks.clear_old_names",
    "people.tasks.send_links": "people.tasks.watch_the_door",
    "people.tasks.watch_the_door": "people.tasks.watch_the_door",
    "people.tasks.write_test_letters": "people.tasks.write_test_letters",
    "portal.tasks.clear_old_sessions": "portal.tasks.clear_old_sessions",
    "portal.tasks.heartbeat": "portal.tasks.heartbeat",
    "portal.tasks.mail_heartbeat": "portal.tasks.mail_heartbeat",
    "reminders.tasks.clear_old_sweeps": "reminders.tasks.clear_old_sweeps",
    "reminders.tasks.sweep_daily": "reminders.tasks.sweep_urgent",
    "reminders.tasks.sweep_urgent": "reminders.tasks.sweep_urgent",
    "reports.tasks.clear_old_fragments": "reports.tasks.clear_old_fragments",
    "reports.tasks.prepare": "reports.tasks.prepare_waiting",
    "reports.tasks.prepare_waiting": "reports.tasks.prepare_waiting",
}


def test_every_task_is_found_again_when_its_message_is_lost() -> None:
    """A new task needs its line here: which row of the schedule makes up for it?"""
    app.loader.import_default_modules()
    ours = {name for name in app.tasks if not name.startswith(("celery.", "tests."))}
    assert ours == FOUND_AGAIN_BY.keys()
    assert set(FOUND_AGAIN_BY.values()) <= {row.task for row in schedule.ROWS}


def test_a_killed_worker_and_bad_files_lose_nothing(tmp_path: Path) -> None:
    tasks = 60
    with portal(tmp_path, migrated=False) as running:
        running.publish_here(tasks)
        faults.plant(running.waiting, faults.broken_texts()[:20])
        running.watch("worker")
        until(lambda: len(running.marks()) > tasks / 10, 60, "no task was done")
        pid, began = running.pid("portalpart worker"), time.monotonic()
        os.kill(pid, signal.SIGKILL)
        running.publish_here(1, first=tasks)
        until(lambda: len(running.marks()) == tasks + 1, 120, "a task was lost")
        back = faults.awaited(running, "worker", pid, began)
        assert back.own <= faults.BACK_AFTER_END
        assert "The worker was ended by SIGKILL" in running.said()
        assert list(running.waiting.iterdir()) == []
        assert len(list((running.waiting.parent / "bad").iterdir())) > 10
        running.stop()
    assert set(running.marks()) == set(range(tasks + 1))


def test_a_container_watches_its_one_part(tmp_path: Path) -> None:
    """The part comes, and goes with who watches it."""
    with portal(tmp_path, migrated=False) as running:
        running.watch("beat")
        until(lambda: running.is_back("beat"), 60, "beat published nothing")
        pid = running.pid("portalpart beat")
        running.process.terminate()
        assert running.process.wait(60) == 0
        assert not Path(f"/proc/{pid}").exists()
