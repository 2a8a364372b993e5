"""Measure everything on throw-away data and write docs/performance.md.

    .venv/bin/python -m benchmarks.run                                    on SQLite
    DATABASE_URL=postgres://… .venv/bin/python -m benchmarks.run          on that empty database

Each run writes its own part of the page and leaves the other as it is.
"""

from __future__ import annotations

import gc
import os
import platform
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
HEAD = """# Performance

Made by `.venv/bin/python -m benchmarks.run`, once on SQLite and once with `DATABASE_URL` on an empty PostgreSQL. Every figure
is a ratio against its yardstick in the same run and process, so that a slow or a busy machine tells the same story:
medians with quartiles in brackets, of processor time, on PostgreSQL with that of its server's process.

How the register's page keeps its time: its SQL is written once for each kind of question (`prepared_sql/statements.py`); the ids of a
page come first, from an index; the second half of a long list is read from its end; a list of 10,000 rows or more is counted
once a minute; every row is drawn in Python. Searches read one row of folded words per channel, indexed by three letters
(FTS5 or pg_trgm), written with every change and put right by the clock every 15 minutes.

How a register's PDF keeps its memory: each school's pages are a tagged PDF of their own, kept for as long as they say the same;
they are joined by writing the objects of one after the other to a file on disk (`documents/pdf_writer.py`), each piece closed before
the next is opened. Only where an object lies is kept in mind until the end, 7 bytes for each. The yardstick
is the same pages as one document, tagged, made at once; each size is made in a process of its own, its libraries counted in.
"""
PART = """## {database}

Measured with Python {python}, {version}, {cores} cores.

| What | Goal | Measured | Holds |
|---|---|---|---|
{lines}
"""
FEW, ALL = 10_000, 100_000


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="measured-") as folder:
        return run(folder)


def run(folder: str) -> int:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="benchmarks.settings", PORTAL_DATA_DIR=folder, PORTAL_ENV="embedded"
    )
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    found = []
    for one in measured():
        print(one.line(), file=sys.stderr, flush=True)
        found.append(one)
    part = PART.format(
        database=connection.display_name,
        python=platform.python_version(),
        version=version_of(connection),
        cores=os.cpu_count(),
        lines="\n".join(one.line() for one in found),
    )
    PAGE.write_text(with_part(PAGE.read_text() if PAGE.exists() else "", part))
    print(part)
    return 0 if all(one.holds for one in found) else 1


def measured() -> Iterator[Any]:
    """What is measured at 10,000 channels, then at 100,000."""
    from django.db import connection

    from benchmarks import cases, documents, imports, lists, world, writes

    officer = world.fill(FEW)
    settle(connection)
    yield from cases.cover_gaps()
    yield from cases.due_reviews()
    yield from imports.imported()
    if connection.vendor == "sqlite":
        yield from documents.pdfs()
        yield from documents.spreadsheets()
        yield from writes.concurrent_writes()
    world.tenfold()
    settle(connection)
    yield from lists.list_page(officer, ALL)
    yield from lists.search(officer, ALL)


def settle(connection: Any) -> None:
    """What it took to make the rows is no part of any server's memory; PostgreSQL looks after its tables."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    gc.collect()
    gc.freeze()


def version_of(connection: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version"
        )
        return f"{connection.display_name} {cursor.fetchone()[0].split()[0]}"


def with_part(text: str, part: str) -> str:
    """The page with this part in the place of the one with the same heading."""
    parts = {one.split("\n")[0]: one for one in re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]}
    parts[part.split("\n")[0]] = part
    return "\n".join([HEAD, *(parts[name].strip() + "\n" for name in sorted(parts, reverse=True))])


if __name__ == "__main__":
    raise SystemExit(main())
