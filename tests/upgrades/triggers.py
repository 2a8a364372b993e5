"""Whether every append-only table is kept as its migrations say, looked at after each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.executor import MigrationExecutor

from audit.triggers import PREFIX, AppendOnly

# What each of these refuses, by the last word of the trigger's name.
NAMES = {"sqlite": {"update", "delete"}, "postgresql": {"update", "delete", "empty"}}
ON_POSTGRESQL = f"""
    SELECT c.relname, t.tgname, ARRAY(
        SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (t.tgattr))
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE t.tgname LIKE '{PREFIX}%' AND t.tgenabled = 'O'
"""
ON_SQLITE = f"SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PREFIX}%'"


def standing(connection: Any) -> dict[str, dict[str, set[str]]]:
    """The triggers of each table by what they refuse, and the columns that each names."""
    found: dict[str, dict[str, set[str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(ON_POSTGRESQL if connection.vendor == "postgresql" else ON_SQLITE)
        for table, name, columns in cursor.fetchall():
            named = set(columns) if isinstance(columns, list) else named_in(columns)
            found.setdefault(table, {})[name.rpartition("_")[2]] = named
    return found


def named_in(sql: str) -> set[str]:
    listed = re.search(r"UPDATE OF (.+?) ON", sql)
    return set(re.findall(r'"(\w+)"', listed[1])) if listed else set()


def columns_of(connection: Any, table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        return {column[0] for column in cursor.description}


def faults(connection: Any, declared: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """A sentence for each table that is not kept as its last AppendOnly says."""
    found = standing(connection)
    for table, except_columns in declared.items():
        there, here = columns_of(connection, table), found.get(table, {})
        if missing := NAMES[connection.vendor] - set(here):
            yield f"{table} has lost its triggers: {', '.join(sorted(missing))}"
        elif open_ := there - set(except_columns) - here["update"]:
            yield f"{table} can be changed in {', '.join(sorted(open_))}"
        if unknown := set(except_columns) - there:
            yield f"{table} has no {', '.join(sorted(unknown))}"


def declared_by(loader: Any, keys: Any) -> dict[str, tuple[str, ...]]:
    """The append-only tables after these migrations, and the columns of each that may change."""
    plan = loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True)
    return {
        operation.table: operation.except_columns
        for key in plan
        if key in keys
        for operation in loader.graph.nodes[key].operations
        if isinstance(operation, AppendOnly)
    }


class Watch:
    """Looks after every migration that this process applies to a database, that of the tests among them."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.faults: list[str] = []

    @contextmanager
    def watching(self) -> Iterator[None]:
        apply, watch = MigrationExecutor.apply_migration, self

        def and_look(executor: Any, state: Any, migration: Any, *rest: Any, **more: Any) -> Any:
            done = apply(executor, state, migration, *rest, **more)
            watch.look(executor, migration)
            return done

        MigrationExecutor.apply_migration = and_look
        try:
            yield
        finally:
            MigrationExecutor.apply_migration = apply

    def look(self, executor: Any, migration: Any) -> None:
        declared = vars(executor).get("append_only")
        if declared is None:  # the first that this one applies
            declared = declared_by(executor.loader, executor.loader.applied_migrations)
            executor.append_only = declared
        declared |= {
            one.table: one.except_columns
            for one in migration.operations
            if isinstance(one, AppendOnly)
        }
        self.seen.append(str(migration))
        self.faults += [f"{migration}: {fault}" for fault in faults(executor.connection, declared)]


WATCH = Watch()
