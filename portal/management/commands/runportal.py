"""The whole portal as one command: database, static files, demo, worker, beat and web server."""

from __future__ import annotations

import hashlib
import io
import os
import socket
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

from portal import data_version, datafolder, first_run, key_checks, pulse, watch

HOST = "127.0.0.1"


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
        watch.stop_on_signals()
        try:
            with datafolder.locked(settings.DATA_DIR) as lock:
                refuse_taken_port(port)
                prepare()
                serve(port, lock)
        except datafolder.Refused as refusal:
            raise CommandError(str(refusal)) from None
        except watch.Stop:
            pass


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
    if sentence := data_version.refusal(executor.loader):
        raise CommandError(sentence)
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
    """Run the parts until somebody stops us, and leave nothing behind."""
    os.environ["PORTAL_STARTED"] = str(time.time())
    os.environ["PORT"] = str(port)
    for name in ("worker", "beat"):
        pulse.forget(name)  # what is left of yesterday's portal proves nothing
    parts = [
        watch.part("worker", keeps_open=[lock], on_end=pulse.forget),
        watch.part("beat", keeps_open=[lock], on_end=pulse.forget),
        watch.WatchedPart("web server", web_server(port), gives_signs=False, keeps_open=[lock]),
    ]
    try:
        if not answers(port, parts):
            raise CommandError("The web server stopped by itself; what it said stands above.")
        address = f"http://{HOST}:{port}/"
        print(f"Official Channels is running at {address} (Ctrl-C stops it)", flush=True)
        if words := first_run.announcement(address):
            print(words, flush=True)
        connections.close_all()
        watch.watch(parts)
    finally:
        watch.end(parts)


def web_server(port: int) -> list[str]:
    options = (
        f"--bind {HOST}:{port} --workers 2 --threads 4 --graceful-timeout 5 --log-level warning"
    )
    # Its control socket would litter the home folder.
    options += " --no-control-socket"
    return [sys.executable, "-m", "gunicorn", "portal.wsgi:application", *options.split()]


def answers(port: int, parts: list[watch.WatchedPart]) -> bool:
    """Start all; wait until all is well, or for a while until the pages answer. No, when the web server ends."""
    *others, web = parts
    process = web.start()
    deadline = time.monotonic() + watch.PATIENCE
    while process.poll() is None:
        for part in others:
            part.look()
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
