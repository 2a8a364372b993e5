"""The whole portal as one command: database, static files, demo, worker, beat and web server."""

from __future__ import annotations

import ctypes
import hashlib
import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from portal import datafolder, first_run, key_checks

HOST = "127.0.0.1"
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 15  # seconds that the parts have to start, and to stop by themselves


class Stop(Exception):
    """Somebody pressed Ctrl-C or sent SIGTERM."""


class Command(BaseCommand):
    help = "Runs the portal on this machine, without any server beside it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8000")
        parser.add_argument(
            "--empty", action="store_true", help="start with no trust (bin/run sets the mode)"
        )

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("bin/run is not for production: use docker-compose.yml.")
        os.umask(0o077)  # nobody else on this machine reads what the portal writes
        for number in STOPPING:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
                signal.signal(number, stop)
        try:
            with datafolder.locked(settings.DATA_DIR) as lock:
                refuse_taken_port(port)
                prepare()
                serve(port, lock)
        except datafolder.Refused as refusal:
            raise CommandError(str(refusal)) from None
        except Stop:
            pass


def stop(*_: Any) -> None:
    # One signal is enough: a second one would interrupt the tidying.
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    raise Stop


def refuse_taken_port(port: int) -> None:
    if not 0 < port < 65536:
        raise CommandError(f"PORT must be a number from 1 to 65535; it was {port}")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise CommandError(
                f"Port {port} is in use by another program. Choose another: PORT={port + 1} bin/run"
            ) from None


def prepare() -> None:
    folder, mode = settings.DATA_DIR, settings.PORTAL_ENV
    datafolder.refuse_other_purpose(folder, mode)
    datafolder.forget_half_loaded_demo(folder)
    migrate()
    key_checks.must_be_right()
    collect_static()
    purpose = datafolder.Purpose(folder)
    if settings.IS_DEMO and purpose.read() != "demo" and "demo_data" in get_commands():
        purpose.write("loading")
        print("==> loading the demo trust", file=sys.stderr)
        call_command("demo_data", stdout=io.StringIO())
    purpose.write(mode)
    connections.close_all()


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    """Collect only what has changed since the last start."""
    stamp, now = settings.DATA_DIR / "static.stamp", fingerprint_of_static()
    collected = (settings.STATIC_ROOT / "staticfiles.json").exists()
    if not collected or not stamp.exists() or stamp.read_text() != now:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(now)


def fingerprint_of_static() -> str:
    lines = []
    for finder in get_finders():
        for name, storage in finder.list(["CVS", ".*", "*~"]):
            facts = Path(storage.path(name)).stat()
            lines.append(f"{name} {facts.st_size} {facts.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def serve(port: int, lock: int) -> None:
    """Run the parts until one ends or somebody stops us, and leave nothing behind."""
    os.environ["PORTAL_STARTED"] = str(time.time())
    os.environ["PORT"] = str(port)
    parts: list[subprocess.Popen] = []
    try:
        parts.append(start([sys.executable, "manage.py", "portalworker"], lock))
        parts.append(start(web_server(port), lock))
        if answers(port, parts[1]):
            address = f"http://{HOST}:{port}/"
            print(f"Official Channels is running at {address} (Ctrl-C stops it)", flush=True)
            if words := first_run.announcement(address):
                print(words, flush=True)
            connections.close_all()
            parts[1].wait()
        raise CommandError("The web server stopped by itself; what it said stands above.")
    finally:
        end(parts)


def web_server(port: int) -> list[str]:
    options = (
        f"--bind {HOST}:{port} --workers 2 --threads 4 --graceful-timeout 5 --log-level warning"
    )
    # Its control socket would litter the home folder.
    options += " --no-control-socket"
    return [sys.executable, "-m", "gunicorn", "portal.wsgi:application", *options.split()]


def start(command: list[str], lock: int) -> subprocess.Popen:
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, pass_fds=[lock], preexec_fn=end_with_parent
    )


def end_with_parent() -> None:
    """On Linux: if this command is killed outright, its parts are told to stop."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def answers(port: int, web: subprocess.Popen) -> bool:
    """Wait until all is well, or for a while until the pages answer; no, when the web server ends."""
    deadline = time.monotonic() + PATIENCE
    while web.poll() is None:
        question = "" if time.monotonic() < deadline else "?only=web"
        if says_well(f"http://{HOST}:{port}/healthz{question}"):
            return True
        time.sleep(0.1)
    return False


def says_well(address: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        direct.open(address, timeout=5).close()
    except OSError:  # nobody listens yet, or not all is well
        return False
    return True


def end(parts: list[subprocess.Popen]) -> None:
    for part in parts:
        part.terminate()
    deadline = time.monotonic() + PATIENCE
    for part in parts:
        try:
            part.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            part.kill()
            part.wait()
