"""Append-only, kept by the database itself: rows of these tables cannot be changed, deleted or truncated.

A database superuser can still switch a trigger off; `verify_audit` and the anchor are for that.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import NotSupportedError
from django.db.migrations.operations.base import Operation

PREFIX = "append_only_"
REFUSAL = "rows of this table are never changed"


class AppendOnly(Operation):
    """From here on rows of `table` stay as written, but for `except_columns`.

    It names the columns that there are: `while_lifted` repeats it after a change of such a table.
    """

    reversible = True
    reduces_to_sql = False

    # Not keyword-only: what writes migrations would leave such a one out.
    def __init__(self, table: str, except_columns: tuple[str, ...] = ()) -> None:
        self.table, self.except_columns = table, tuple(except_columns)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models know nothing of triggers."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        remove(editor.connection, self.table)
        install(editor.connection, self.table, self.except_columns)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        remove(editor.connection, self.table)

    def describe(self) -> str:
        return f"Keep the rows of {self.table} as they are written"


class Lift(Operation):
    """Until the `AppendOnly` that follows in the same migration, rows of `table` can be changed."""

    reversible = True
    reduces_to_sql = False

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models know nothing of triggers."""

    def database_forwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        if not editor.atomic_migration:
            raise NotSupportedError(f"{self.table} is changed in one transaction or not at all")
        remove(editor.connection, self.table)

    def database_backwards(self, app_label: str, editor: Any, before: Any, after: Any) -> None:
        """What follows has lifted them already."""

    def describe(self) -> str:
        return f"Lift the triggers of {self.table}"


def while_lifted(
    table: str, *changes: Operation, except_columns: tuple[str, ...] = ()
) -> list[Operation]:
    """The operations of a migration that changes an append-only table or its rows.

    SQLite makes the table anew for many a change and loses its triggers, and PostgreSQL's name their
    columns: afterwards they stand over every column there is then, but for `except_columns`.
    """
    return [Lift(table), *changes, AppendOnly(table, except_columns)]


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
