"""Portals of a moment, each in a process, a folder and a database of its own, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

from tests import services

VENDORS = ("sqlite", "postgresql")


class Portal:
    """An empty database to begin with, and the environment of a process that uses it."""

    def __init__(self, folder: Path, mode: str, url: str) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        ours = {"DJANGO_SETTINGS_MODULE": "portal.settings", "PORTAL_DATA_DIR": str(folder)}
        self.environment = kept | ours | {"PORTAL_ENV": mode}
        if url:
            self.environment["DATABASE_URL"] = url

    def python(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, env=self.environment, cwd=services.ROOT, check=True, stdout=subprocess.PIPE
        )
        return done.stdout.decode()


@contextmanager
def portal(server: str, vendor: str, mode: str = "embedded") -> Iterator[Portal]:
    """One portal; `server` is the address of a PostgreSQL on which it may make a database."""
    with tempfile.TemporaryDirectory(prefix="portal-") as folder:
        if vendor == "sqlite":
            yield Portal(Path(folder), mode, "")
            return
        with database(server, "upgrades") as url:
            yield Portal(Path(folder), mode, url)


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """A database of its own, and its address."""
    tell(server, f'CREATE DATABASE "{name}"')
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        tell(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def tell(server: str, sql: str) -> None:
    """Statements that ask nothing back, each for itself."""
    with closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
