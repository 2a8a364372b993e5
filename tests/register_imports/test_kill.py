"""A worker killed in the middle of an import: no row is half there, and the next worker finishes the rest."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from accounts_registry.models import Channel, ChannelPerson, ChannelState
from audit.verify import first_broken
from notifications.models import Message
from register_imports.actions import imports, work
from register_imports.models import RegisterImport
from tests.cast import Cast
from tests.register_imports.sheets import HEADINGS, upload

ROWS, PIECE = 120, 10


def process(kept: RegisterImport, data: Path) -> subprocess.Popen[bytes]:
    database = {
        key: str(connection.settings_dict[key])
        for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    }
    told = {"database": database, "import": str(kept.pk), "piece": PIECE, "pause": 0.2}
    environment = {
        **os.environ,
        "PORTAL_ENV": "embedded",
        "PORTAL_DATA_DIR": str(data),
        "PORTAL_URL": "http://testserver",
        "TEST_WORKER": json.dumps(told),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "tests.register_imports.import_worker"], env=environment
    )


def wait_for(kept: RegisterImport, worker: subprocess.Popen[bytes], rows: int) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and worker.poll() is None:
        kept.refresh_from_db(fields=["rows_done"])
        if kept.rows_done >= rows:
            return
        time.sleep(0.02)
    raise AssertionError(f"the worker never came to row {rows}: {worker.poll()}")


@pytest.mark.real_clock(
    "The worker is a process of its own and leases imports by the machine's clock."
)
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_no_row_half_saved(cast: Cast, tmp_path: Path) -> None:
    rows = "".join(f"X,@Row{n},Headteacher,Office {n % 5},1/2/20,,\n" for n in range(ROWS))
    kept = upload(cast, HEADINGS + rows, at=timezone.now())
    imports.start_import(upload=kept, by=cast.office, at=timezone.now(), waits=False)
    worker = process(kept, tmp_path)
    try:
        wait_for(kept, worker, 3 * PIECE)
        os.kill(worker.pid, signal.SIGKILL)
        assert worker.wait(30) == -signal.SIGKILL
    finally:
        worker.kill()
        worker.wait()

    kept.refresh_from_db()
    begun = Channel.objects.count()
    assert kept.state == "running" and 3 * PIECE <= begun < ROWS
    # Whole batches, each row with its people, its history and its outcome.
    assert begun == kept.added == kept.rows_done == kept.rows.count()
    assert begun % PIECE == 0
    assert ChannelState.objects.count() == begun
    assert ChannelPerson.objects.count() == 2 * begun
    assert not Message.objects.exists()

    # Nobody takes it up while its lease lasts; then the minute's sweep goes on where it stopped.
    assert work.work_on_waiting(clock=timezone.now) == 0
    later = timezone.now() + timedelta(minutes=3)
    assert work.work_on_waiting(clock=lambda: later) == 1
    kept.refresh_from_db()
    assert (kept.state, kept.added, kept.left_out, kept.before, kept.after) == (
        "done",
        ROWS,
        0,
        0,
        ROWS,
    )
    assert Channel.objects.values("identity").distinct().count() == Channel.objects.count() == ROWS
    references = sorted(Channel.objects.values_list("reference", flat=True))
    assert references == [f"CH{n:04d}" for n in range(1, ROWS + 1)]
    assert ChannelPerson.objects.count() == 2 * ROWS
    assert Message.objects.filter(kind="import_finished").count() == 1
    assert first_broken() is None
    assert work.work_on_waiting(clock=lambda: later + timedelta(hours=1)) == 0
