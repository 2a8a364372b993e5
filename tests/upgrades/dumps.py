"""The data of each tagged version, packed: where it stands, how it is taken and how it is put back.

dumps/<version>/demo.sqlite.xz       the demo on its first morning, the file itself
dumps/<version>/demo.postgresql.xz   the same as SQL
dumps/<version>/empty.…              a portal of somebody's own that has just been set up
dumps/<version>/facts.json           what was counted in each, and the ledger's words of that version
"""

from __future__ import annotations

import json
import lzma
import re
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from tests import services

FOLDER = Path(__file__).parent / "dumps"
KINDS = {"demo": "demo", "empty": "embedded"}  # and the mode in which a portal becomes it
# What a newer pg_dump says to a server is not known to an older one.
TALK = re.compile(r"^\\(un)?restrict \w+\n", re.MULTILINE)
SETTING = re.compile(r"^(SET |SELECT pg_catalog\.set_config).*\n", re.MULTILINE)


def versions() -> list[str]:
    return sorted(path.name for path in FOLDER.iterdir())


def tags() -> list[str]:
    """The versions that people run."""
    listed = ["git", "tag", "--list", "[0-9]*"]
    return subprocess.run(
        listed, cwd=services.ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.split()


def place(version: str, kind: str, vendor: str) -> Path:
    return FOLDER / version / f"{kind}.{vendor}.xz"


def facts(version: str) -> dict[str, Any]:
    return json.loads((FOLDER / version / "facts.json").read_text())


def take(version: str, kind: str, vendor: str, environment: dict[str, str]) -> None:
    """Pack the database of a portal that nobody uses any more."""
    packed = of_sqlite(environment) if vendor == "sqlite" else of_postgresql(environment)
    file = place(version, kind, vendor)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(lzma.compress(packed, preset=9 | lzma.PRESET_EXTREME))


def of_sqlite(environment: dict[str, str]) -> bytes:
    file = Path(environment["PORTAL_DATA_DIR"]) / "portal.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM")
    return file.read_bytes()


def of_postgresql(environment: dict[str, str]) -> bytes:
    options = "--no-owner --no-privileges --inserts --rows-per-insert=200 --encoding=UTF8"
    command = [str(services.postgres_folder() / "pg_dump"), *options.split()]
    made = subprocess.run([*command, environment["DATABASE_URL"]], check=True, capture_output=True)
    head, first, rest = TALK.sub("", made.stdout.decode()).partition("\nCREATE ")
    return f"{SETTING.sub('', head)}{first}{rest}".encode()


def put_back(connection: Any, version: str, kind: str) -> None:
    """Into the empty database of this connection."""
    packed = lzma.decompress(place(version, kind, connection.vendor).read_bytes())
    if connection.vendor == "sqlite":
        connection.close()
        Path(connection.settings_dict["NAME"]).write_bytes(packed)
        return
    with connection.cursor() as cursor:
        cursor.execute(packed.decode())
    connection.close()
