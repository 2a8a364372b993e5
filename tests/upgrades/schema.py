"""What a database is made of, a line for each column, index, constraint, trigger, function and extension.

Of two databases with the same lines nothing that the portal does can tell one from the other. Left out are
the order of columns, and names that Django or PostgreSQL make up from the name a table began with.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

MADE_UP = re.compile(
    r"(_[0-9a-f]{6}_idx|_[0-9a-f]{8}(_like|_uniq|_check|_fk\w*)?|_pkey|_key|_check)$"
)
NOT_OURS = re.compile(r"^(django_|auth_|sqlite_)")


def lines(connection: Any) -> list[str]:
    with connection.cursor() as cursor:
        made = _postgresql(cursor) if connection.vendor == "postgresql" else _sqlite(cursor)
        return sorted(made)


def rows(connection: Any) -> list[str]:
    """How many rows each table of ours has."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return [_rows(cursor, name) for name in tables if not NOT_OURS.match(name)]


def differences(old: list[str], new: list[str]) -> list[str]:
    """What is no longer there after a minus, what is new after a plus."""
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    return [*(f"- {line}" for line in sorted(gone)), *(f"+ {line}" for line in sorted(come))]


def _rows(cursor: Any, table: str) -> str:
    cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
    return f"{table}: {cursor.fetchone()[0]} rows"


def _named(name: str) -> str:
    return "" if MADE_UP.search(name) else f" {name}"


def _in_order(names: str) -> str:
    return ", ".join(sorted(name.strip() for name in names.split(",")))


# ---- SQLite --------------------------------------------------------------------------------------


def _sqlite(cursor: Any) -> Iterator[str]:
    cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    for kind, name, table, sql in cursor.fetchall():
        if kind == "table":
            yield from (f"{table}: {part}" for part in parts_of(sql))
        elif kind == "index":
            yield f"{table}: index{_named(name)} {sql.replace(name, '', 1)}"
        else:
            yield f"{table}: {_of_columns_in_order(sql)}"


def parts_of(sql: str) -> list[str]:
    """The columns and constraints of a CREATE TABLE: what stands between commas outside every bracket."""
    found, depth, begin = [], 0, sql.index("(") + 1
    for place in range(begin, len(sql)):
        depth += {"(": 1, ")": -1}.get(sql[place], 0)
        if (sql[place] == "," and depth == 0) or depth < 0:
            found.append(" ".join(sql[begin:place].split()))
            begin = place + 1
    return found


def _of_columns_in_order(sql: str) -> str:
    return re.sub(r"UPDATE OF (.+?) ON", lambda found: f"UPDATE OF {_in_order(found[1])} ON", sql)


# ---- PostgreSQL ----------------------------------------------------------------------------------

COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
        a.attcollation::regcollation::text, pg_get_expr(d.adbin, d.adrelid)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
"""
INDEXES = """
    SELECT c.relname, i.relname, pg_get_indexdef(i.oid) FROM pg_index x
    JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
    WHERE c.relnamespace = 'public'::regnamespace
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
"""
TRIGGERS = """
    SELECT tgrelid::regclass::text, tgenabled::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
"""
FUNCTIONS = """
    SELECT proname, prosrc FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS
        (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""


# PostgreSQL writes one condition in two ways, before a dump and after it: with casts and brackets elsewhere.
CAST = re.compile(r"::(character varying|text)(\(\d+\))?(\[\])?|[()]")


def _postgresql(cursor: Any) -> Iterator[str]:
    def asked(sql: str) -> list[Any]:
        cursor.execute(sql)
        return cursor.fetchall()

    for table, name, *rest in asked(COLUMNS):
        yield f"{table}: {name} {' '.join(map(str, rest))}"
    for table, name, sql in asked(INDEXES):
        yield f"{table}: index{_named(name)} {CAST.sub('', sql.replace(name, '', 1))}"
    for table, name, sql in asked(CONSTRAINTS):
        yield f"{table}: constraint{_named(name)} {CAST.sub('', sql)}"
    for table, enabled, sql in asked(TRIGGERS):
        yield f"{table}: {enabled} {_of_columns_in_order(sql)}"
    yield from (f"function {name}: {' '.join(sql.split())}" for name, sql in asked(FUNCTIONS))
    yield from (f"extension {row[0]}" for row in asked("SELECT extname FROM pg_extension"))
