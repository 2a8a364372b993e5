"""Measure everything on throw-away data and write docs/performance.md: `.venv/bin/python -m benchmarks.run`."""

from __future__ import annotations

import gc
import os
import platform
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = """# Performance

Made by `.venv/bin/python -m benchmarks.run`. Every figure is a ratio against its yardstick in the same run and process
(medians of processor time, quartiles in brackets), so that a slow or a busy machine tells the same story.

Measured with Python {python}, SQLite, {cores} cores.

| What | Goal | Measured | Holds |
|---|---|---|---|
"""


def main() -> int:
    folder = tempfile.mkdtemp(prefix="measured-")
    os.environ.update(
        DJANGO_SETTINGS_MODULE="benchmarks.settings", PORTAL_DATA_DIR=folder, PORTAL_ENV="embedded"
    )
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks import cases, documents, imports, world, writes

    call_command("migrate", verbosity=0)
    officer = world.fill(10_000)
    # What it took to make the rows is not part of any server's memory.
    gc.collect()
    gc.freeze()
    found = [
        *cases.list_page(officer, 10_000),
        *cases.cover_gaps(),
        *cases.due_reviews(),
        *imports.imported(),
        *documents.pdfs(),
        *documents.spreadsheets(),
        *writes.concurrent_writes(),
    ]
    text = (
        HEAD.format(python=platform.python_version(), cores=os.cpu_count())
        + "\n".join(one.line() for one in found)
        + "\n"
    )
    (ROOT / "docs" / "performance.md").write_text(text)
    print(text)
    return 0 if all(one.holds for one in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
