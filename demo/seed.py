"""The demo as it began: a copy of the database, put back through SQLite's own backup (decision 23)."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection


def place(on: date) -> Path:
    return settings.DATA_DIR / f"demo-{on.isoformat()}.sqlite3"


def keep(on: date) -> None:
    """Remember the database as it is now as the beginning of the demo of that day."""
    for old in settings.DATA_DIR.glob("demo-*.sqlite3"):
        old.unlink()
    connection.ensure_connection()
    copy = sqlite3.connect(place(on))
    with copy:
        connection.connection.backup(copy)
    copy.close()


def restore(on: date) -> None:
    """Back to the beginning; made anew on the first reset of another day, for the story is dated from today."""
    if connection.vendor != "sqlite" or not place(on).exists():
        call_command("demo_data", reset=True, verbosity=0)
        return
    connection.close()
    copy = sqlite3.connect(place(on))
    live = sqlite3.connect(str(settings.DATABASES["default"]["NAME"]), timeout=20)
    with live:
        copy.backup(live)
    live.close()
    copy.close()
