"""The indexes of the search: three letters at a time, in each database's own way.

Without them the search still answers, more slowly: a hoster may not allow the extension.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, transaction

from accounts_registry.search.models import INDEX, has_trigrams

TABLE = "accounts_registry_searchdocument"
COLUMNS = ("public", "detail")


def install(apps: Any, schema_editor: Any) -> None:
    """A migration's step: make what this database can."""
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        _on_postgresql(connection)
    elif connection.vendor == "sqlite" and has_trigrams():
        _run(connection, _for_sqlite())


def remove(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    names = [f"{TABLE}_{column}" for column in COLUMNS]
    if connection.vendor == "postgresql":
        _run(connection, [f"DROP INDEX IF EXISTS {name}" for name in names])
    else:
        triggers = [f"DROP TRIGGER IF EXISTS {INDEX}_{when}" for when in ("add", "end", "change")]
        _run(connection, [*triggers, f"DROP TABLE IF EXISTS {INDEX}"])


def _on_postgresql(connection: Any) -> None:
    try:
        with transaction.atomic(using=connection.alias):
            _run(connection, ["CREATE EXTENSION IF NOT EXISTS pg_trgm"])
    except DatabaseError:
        return
    _run(
        connection,
        [
            f"CREATE INDEX {TABLE}_{column} ON {TABLE} USING gin ({column} gin_trgm_ops)"
            for column in COLUMNS
        ],
    )


def _for_sqlite() -> Iterator[str]:
    """An index that keeps no copy of the words, and follows the table by its triggers."""
    forget = f"INSERT INTO {INDEX}({INDEX}, rowid, public, detail) VALUES ('delete', old.id, old.public, old.detail);"
    learn = f"INSERT INTO {INDEX}(rowid, public, detail) VALUES (new.id, new.public, new.detail);"
    yield (
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5(public, detail, content='{TABLE}', "
        "content_rowid='id', tokenize='trigram')"
    )
    yield f"CREATE TRIGGER {INDEX}_add AFTER INSERT ON {TABLE} BEGIN {learn} END"
    yield f"CREATE TRIGGER {INDEX}_end AFTER DELETE ON {TABLE} BEGIN {forget} END"
    yield f"CREATE TRIGGER {INDEX}_change AFTER UPDATE ON {TABLE} BEGIN {forget} {learn} END"


def _run(connection: Any, statements: Any) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
