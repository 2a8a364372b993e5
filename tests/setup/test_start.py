"""bin/run's own command, as a real process: one start to a folder, and nothing left after it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from portal import datafolder
from tests.services import free_port

PATIENCE = 60  # seconds
needs_proc = pytest.mark.skipif(
    not Path("/proc").exists(), reason="looks at processes as Linux does"
)


def environment(folder: Path, **more: str) -> dict[str, str]:
    ours = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORTAL_URL", "PORT"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "PORTAL_ENV": "embedded", "PORTAL_DATA_DIR": str(folder), **more}


def start(folder: Path, port: int, **more: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "manage.py", "runportal", "--port", str(port)],
        cwd=settings.BASE_DIR,
        env=environment(folder, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.fixture
def folder(tmp_path_factory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("data")
    yield path
    shutil.rmtree(path)


@pytest.fixture
def portal(folder: Path) -> Iterator[tuple[subprocess.Popen, int]]:
    port = free_port()
    process = start(folder, port)
    line = process.stdout.readline()
    assert line == f"Official Channels is running at http://127.0.0.1:{port}/ (Ctrl-C stops it)\n"
    yield process, port
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def health(port: int) -> dict:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as answer:
        return json.load(answer)


def until(wanted, sentence: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not wanted():
        assert time.monotonic() < deadline, sentence
        time.sleep(0.1)


def members(group: int) -> list[str]:
    """What still runs in the process group of a start."""
    return [name for name, of, state in processes() if of == group and state != "Z"]


def processes() -> Iterator[tuple[str, int, str]]:
    """Name, process group and state of everything that runs; bare Debian has no ps."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = path.read_text().rpartition(")")
        except OSError:  # it has just ended
            continue
        state, _, group = rest.split()[:3]
        yield name, int(group), state


def test_worker_and_beat_really_run_and_a_second_start_is_refused(portal, folder):
    process, port = portal
    until(lambda: health(port)["status"] == "ok", "never well")
    second = start(folder, free_port())
    said, complained = second.communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert said == ""
    assert complained == f"CommandError: The portal is already running on {folder}.\n"
    assert process.poll() is None


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("whole_group", [False, True])
def test_stopping_leaves_no_process_and_no_lock(portal, folder, number, whole_group):
    process, port = portal
    send = os.killpg if whole_group else os.kill
    send(process.pid, number)
    assert process.wait(PATIENCE) == 0
    assert members(process.pid) == []
    assert not (folder / "run.lock").exists()


@needs_proc
def test_killed_outright_its_parts_end_and_the_folder_is_free(portal, folder):
    process, port = portal
    process.kill()
    process.wait(PATIENCE)
    until(lambda: members(process.pid) == [], "something was left running")
    until(lambda: is_free(folder), "the folder is held by what nobody sees")


def is_free(folder: Path) -> bool:
    """A process that is ending has gone from the list a moment before it lets go of its files."""
    try:
        with datafolder.locked(folder):
            return True
    except datafolder.Refused:
        return False


def test_a_taken_port_is_refused(folder):
    from socket import socket

    with socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        process = start(folder, port)
        _, complained = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert complained.startswith(f"CommandError: Port {port} is in use")
    assert not (folder / "run.lock").exists()


@pytest.mark.parametrize(
    ("port", "folder_name", "says"),
    [
        ("99999", "data", "PORT must be a number from 1 to 65535; it was 99999"),
        ("abc", "data", "invalid int value: 'abc'"),
        ("8000", "file/data", "PORTAL_DATA_DIR cannot be made"),
    ],
)
def test_what_cannot_be_started_says_so_in_one_line(tmp_path, port, folder_name, says):
    (tmp_path / "file").write_text("not a folder")
    process = subprocess.run(
        [sys.executable, "manage.py", "runportal", "--port", port],
        cwd=settings.BASE_DIR,
        env=environment(tmp_path / folder_name),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert process.returncode == 1
    assert says in process.stderr
    assert process.stderr.count("\n") == 1


def test_a_command_before_the_first_migration_says_so_in_one_line(folder):
    asked = subprocess.run(
        [sys.executable, "manage.py", "verify_audit"],
        cwd=settings.BASE_DIR,
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (asked.returncode, asked.stderr.count("\n")) == (1, 1)
    assert "run manage.py migrate first" in asked.stderr


@pytest.mark.parametrize(
    ("held", "wanted", "says"),
    [
        ("demo", "embedded", "holds the demo"),
        ("loading", "embedded", "holds the demo"),
        ("embedded", "demo", "holds a portal of your own"),
    ],
)
def test_a_folder_keeps_its_purpose(folder, held, wanted, says):
    datafolder.Purpose(folder).write(held)
    process = start(folder, free_port(), PORTAL_ENV=wanted)
    _, complained = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert says in complained
    assert complained.count("\n") == 1


def test_a_demo_whose_first_start_was_interrupted_begins_again(folder):
    (folder / "portal.sqlite3").write_text("half a demo")
    datafolder.Purpose(folder).write("demo")
    datafolder.forget_half_loaded_demo(folder)
    assert (folder / "portal.sqlite3").exists()
    datafolder.Purpose(folder).write("loading")
    datafolder.forget_half_loaded_demo(folder)
    assert not (folder / "portal.sqlite3").exists()
