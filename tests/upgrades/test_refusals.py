"""Data that this program cannot take is refused in one line that says what to do, and left as it is."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, CommandParser, call_command
from django.db import OperationalError
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

import manage
from portal import data_version
from portal.management.commands import runportal

OLD, LATER = ("audit", "0001_of_before"), ("people", "9999_later")


@pytest.fixture(autouse=True)
def what_was_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that no migration has, on either side of the day on which they were written anew."""
    monkeypatch.setattr(data_version, "BEFORE_0_2_0", OLD)


def found(connection: Any, *keys: tuple[str, str]) -> str | None:
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for key in keys:
        recorder.record_applied(*key)
    return data_version.refusal(MigrationLoader(connection))


def test_data_of_today_is_taken(of_the_tests: Any) -> None:
    assert data_version.refusal(MigrationLoader(of_the_tests)) is None


def test_an_empty_database_is_taken(scratch: Any) -> None:
    assert data_version.refusal(MigrationLoader(scratch)) is None
    assert found(scratch) is None


def test_what_others_bring_is_theirs(scratch: Any) -> None:
    assert found(scratch, ("auth", "9999_later"), ("an_app_that_went", "0001_initial")) is None


@pytest.mark.parametrize("begin", [lambda: call_command("migrate"), runportal.migrate])
@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ([OLD], "made before version 0.2.0 and cannot be brought over"),
        ([OLD, LATER], "made before version 0.2.0 and cannot be brought over"),
        ([LATER], "people.9999_later is not known to"),
    ],
)
def test_other_data_is_refused_and_left_as_it_is(
    scratch: Any, keys: list[tuple[str, str]], says: str, begin: Any
) -> None:
    assert says in (found(scratch, *keys) or "")
    with pytest.raises(CommandError, match=says) as refused:
        begin()
    assert "\n" not in str(refused.value)
    assert scratch.introspection.table_names() == ["django_migrations"]


def test_older_data_has_a_way_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    assert data_version.empty_place() == "an empty database (DATABASE_URL)"
    monkeypatch.delenv("DATABASE_URL")
    assert data_version.empty_place() == "an empty folder (PORTAL_DATA_DIR)"


def test_the_command_says_it_in_one_line(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "portal.sqlite3")) as connection, connection:
        connection.execute(
            "CREATE TABLE django_migrations (id integer, app, name, applied datetime)"
        )
        row = (1, "people", "9999_later", "2026-11-20 09:00:00")
        connection.execute("INSERT INTO django_migrations VALUES (?, ?, ?, ?)", row)
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ours = {"PORTAL_ENV": "embedded", "PORTAL_DATA_DIR": str(tmp_path)}
    asked = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=settings.BASE_DIR,
        env=kept | ours | {"DJANGO_SETTINGS_MODULE": "portal.settings"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (asked.returncode, asked.stderr.count("\n")) == (1, 1)
    assert "belongs to a newer version" in asked.stderr


def fails(monkeypatch: pytest.MonkeyPatch, command: str, words: str) -> None:
    def run(arguments: list[str]) -> None:
        raise OperationalError(words)

    monkeypatch.setattr("django.core.management.execute_from_command_line", run)
    monkeypatch.setattr(sys, "argv", ["manage.py", command])
    monkeypatch.setattr(CommandParser, "error", CommandParser.error)  # main() puts its own there
    manage.main()


@pytest.mark.parametrize(
    "words", ["no such table: a", "no such column: b", 'column "b" does not exist']
)
def test_data_that_is_behind_is_sent_to_migrate(monkeypatch: Any, words: str) -> None:
    with pytest.raises(SystemExit, match="run manage.py migrate first"):
        fails(monkeypatch, "sweep", words)


def test_migrate_never_sends_anybody_to_migrate(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OperationalError, match="no such table: a"):
        fails(monkeypatch, "migrate", "no such table: a")
