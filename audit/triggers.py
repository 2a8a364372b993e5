"""Append-only, kept by the database itself: rows of these tables cannot be changed, deleted or truncated.

A database superuser can still switch a trigger off; `verify_audit` and the anchor are for that.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import migrations

PREFIX = "append_only_"
REFUSAL = "rows of this table are never changed"


def append_only(table: str, *, except_columns: tuple[str, ...] = ()) -> migrations.RunPython:
    """A migration operation: from here on rows of `table` stay as written, but for `except_columns`.

    To be repeated after any change to such a table: where SQLite makes the table anew, its triggers go.
    """

    def on(apps: Any, schema_editor: Any) -> None:
        remove(schema_editor.connection, table)
        install(schema_editor.connection, table, except_columns)

    def off(apps: Any, schema_editor: Any) -> None:
        remove(schema_editor.connection, table)

    return migrations.RunPython(on, off)


def install(connection: Any, table: str, except_columns: tuple[str, ...] = ()) -> None:
    """Create the triggers for one table on SQLite or PostgreSQL."""
    with connection.cursor() as cursor:
        columns = [
            column.name
            for column in connection.introspection.get_table_description(cursor, table)
            if column.name not in except_columns
        ]
        kept = ", ".join(f'"{name}"' for name in columns)
        make = _postgresql if connection.vendor == "postgresql" else _sqlite
        for statement in make(table, kept):
            cursor.execute(statement)


def _sqlite(table: str, kept: str) -> Iterator[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    yield f'CREATE TRIGGER "{PREFIX}{table}_update" BEFORE UPDATE OF {kept} ON "{table}" {refuse}'
    yield f'CREATE TRIGGER "{PREFIX}{table}_delete" BEFORE DELETE ON "{table}" {refuse}'


def _postgresql(table: str, kept: str) -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    refuse = "EXECUTE FUNCTION append_only_refuse()"
    yield f'CREATE TRIGGER "{PREFIX}{table}_update" BEFORE UPDATE OF {kept} ON "{table}" FOR EACH ROW {refuse}'
    yield f'CREATE TRIGGER "{PREFIX}{table}_delete" BEFORE DELETE ON "{table}" FOR EACH ROW {refuse}'
    yield f'CREATE TRIGGER "{PREFIX}{table}_empty" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {refuse}'


def remove(connection: Any, table: str) -> None:
    """Drop the triggers of one table."""
    with connection.cursor() as cursor:
        for name in ("update", "delete", "empty"):
            on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER IF EXISTS "{PREFIX}{table}_{name}"{on}')


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Lift every append-only trigger while a test database is emptied, and put each one back."""
    lift, restore = (_lift_postgresql if connection.vendor == "postgresql" else _lift_sqlite)(
        connection
    )
    _run(connection, lift)
    try:
        yield
    finally:
        _run(connection, restore)


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _lift_sqlite(connection: Any) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
            [f"{PREFIX}%"],
        )
        found = cursor.fetchall()
    return [f'DROP TRIGGER "{name}"' for name, _ in found], [sql for _, sql in found]


def _lift_postgresql(connection: Any) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s",
            [f"{PREFIX}%"],
        )
        tables = [row[0] for row in cursor.fetchall()]
    return (
        [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables],
        [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables],
    )
