"""A portal in real processes: `manage.py runportal` on a folder of its own, and what can be seen of it from outside."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache
from kombu import Connection

from portal.celery import app
from tests.engine.tasks import MARKS
from tests.services import ROOT, free_port

CLOCK = "clock"


class Portal:
    """What runs on one folder."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment, self.port = folder, environment, free_port()
        self.log = folder / "log"
        self.cache = FileBasedCache(str(folder / "cache"), {})

    def run(self, module: str, *arguments: object) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", module, *map(str, arguments)]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment)

    def manage(self, *arguments: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True)

    def publish_here(self, tasks: int, *, first: int = 0) -> None:
        """Straight into the folder, from this process."""
        options = {"folder": str(self.folder / "queue")}
        with Connection(
            "filesystem://", transport="portal.folder_queue:Transport", transport_options=options
        ) as connection:
            for number in range(first, first + tasks):
                app.send_task("tests.engine.tasks.mark", [number], connection=connection)

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "runportal", "--port", str(self.port)]
        with self.log.open("ab") as log:
            # A session of its own: Linux hangs up on a group with a stopped process when its terminal goes.
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(lambda: "is running at" in self.said(), 120, "the portal did not start")
        return self.process

    def watch(self, part: str) -> None:
        """What a container of docker-compose.yml starts: one part, and what watches it."""
        command = [sys.executable, "-m", "portal.watch", part]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    @property
    def waiting(self) -> Path:
        return self.folder / "queue" / "in"

    def pids(self, words: str) -> list[int]:
        """Processes below this portal whose command holds these words."""
        return [pid for pid in below(self.process.pid) if words in command_of(pid)]

    def pid(self, words: str) -> int:
        found: list[int] = []
        until(lambda: bool(found.extend(self.pids(words)) or found), 60, f"no {words} runs")
        return found[0]

    def is_whole(self) -> None:
        """The pages answer before worker and beat do, where loading takes long."""
        for part in ("worker", "beat"):
            until(lambda part=part: self.is_back(part), 180, f"{part} never came")

    def is_back(self, part: str) -> bool:
        """It has given a sign since its end, which took the older one away."""
        return self.cache.get(f"heartbeat:{part}") is not None

    def marks(self) -> Counter[int]:
        path = self.folder / MARKS
        return Counter(map(int, path.read_text().split())) if path.exists() else Counter()

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.folder / "portal.sqlite3", timeout=30)) as database:
            return database.execute(question).fetchall()

    def one(self, question: str) -> Any:
        return self.ask(question)[0][0]

    def set_clock(self, seconds: int) -> None:
        aside = self.folder / "clock.new"
        aside.write_text(f"{seconds:+d}\n")
        aside.replace(self.folder / CLOCK)


def until(wanted: Callable[[], bool], patience: float, sentence: str) -> float:
    """How many seconds it took."""
    began = time.monotonic()
    while not wanted():
        assert time.monotonic() - began < patience, sentence
        time.sleep(0.1)
    return time.monotonic() - began


def below(pid: int) -> Iterator[int]:
    """Children and grandchildren, as Linux tells them."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in map(int, children):
        yield child
        yield from below(child)


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


@contextmanager
def portal(
    folder: Path, *, broker: str = "", mail: int = 0, clock: bool = False, migrated: bool = True
) -> Iterator[Portal]:
    """Not started yet. `mail` is the port of a mail server; `clock` lets a test set the time."""
    ours = {"DATABASE_URL", "CACHE_URL", "PORTAL_URL", "PORT", "CELERY_BROKER_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment |= {
        "PORTAL_ENV": "embedded",
        "PORTAL_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "tests.engine.settings",
        "PYTHONUNBUFFERED": "1",
    }
    environment |= {"CELERY_BROKER_URL": broker} if broker else {}
    if mail:
        environment |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(mail), "EMAIL_USE_TLS": "0"}
    if clock:
        environment["ENGINE_CLOCK"] = str(folder / CLOCK)
    made = Portal(folder, environment)
    made.set_clock(0)
    if migrated:
        made.manage("migrate", "-v0", "--no-input")
    try:
        yield made
    finally:
        process = getattr(made, "process", None)
        if process and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
