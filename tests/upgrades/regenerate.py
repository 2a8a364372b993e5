"""Writes all migrations of the house anew, as the first of a version: python -m tests.upgrades.regenerate 0.2.0

A maintainer's tool, of use only before a version is tagged: a portal that has run the old ones cannot run
the new. Triggers and indexes that no model knows of are kept; steps for data that is there are left out and
named, and their tests in tests/upgrades/steps go with them. At the end a database made by the new ones is
held against one made by the old, on both databases.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests import services
from tests.upgrades import dumps, schema
from tests.upgrades.portals import VENDORS, portal

ME = "tests.upgrades.regenerate"
KEPT = "kept_by_the_database"
HEAD = '"""What no model knows of: rows that stay as written, and the indexes of the search."""\n\n'


def main(arguments: list[str]) -> int:
    match arguments:
        case ["--schema"]:
            print(json.dumps(schema_of_a_new_database()))
        case ["--write", name]:
            write(name)
        case [version] if re.fullmatch(r"\d+(\.\d+)+", version):
            return regenerate(f"version_{version.replace('.', '_')}")
        case _:
            sys.exit(__doc__)
    return 0


def regenerate(name: str) -> int:
    if tags := dumps.tags():
        sys.exit(f"{', '.join(tags)}: tagged. From here on migrations are only added.")
    with services.postgres() as server:
        old = {vendor: asked(server, vendor) for vendor in VENDORS}
        with portal(server, "sqlite") as one:
            print(one.python("-m", ME, "--write", name), end="")
        found = [
            f"{vendor}: {line}"
            for vendor in VENDORS
            for line in schema.differences(old[vendor], asked(server, vendor))
        ]
    print("\n".join(found) or "Both databases are made as they were before.")
    for line in tests_that_name_a_migration():
        print(f"Names a migration that is gone: {line}")
    return bool(found)


def asked(server: str, vendor: str) -> list[str]:
    with portal(server, vendor) as one:
        return json.loads(one.python("-m", ME, "--schema"))


def tests_that_name_a_migration() -> list[str]:
    words = ["git", "grep", "-nE", r"\.migrations\.[0-9]{4}_", "--", "tests"]
    return subprocess.run(
        words, cwd=services.ROOT, capture_output=True, text=True
    ).stdout.splitlines()


# ---- Within a portal's process -------------------------------------------------------------------


def schema_of_a_new_database() -> list[str]:
    set_up()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    return schema.lines(connection) + schema.rows(connection)


def set_up() -> None:
    import django

    django.setup()


def write(name: str) -> None:
    set_up()
    from django.core.management import call_command

    folders, kept = folders_of_ours(), dict(kept_operations())
    for folder in folders.values():
        for path in folder.glob("[0-9]*.py"):
            path.unlink()
    for path in (services.ROOT / "tests" / "upgrades" / "steps").glob("test_*.py"):
        path.unlink()
    call_command("makemigrations", *folders, name=name, verbosity=0)
    for app, operations in kept.items():
        write_kept(app, operations)


def folders_of_ours() -> dict[str, Path]:
    from portal.data_version import labels

    folders = {app: services.ROOT / app / "migrations" for app in labels()}
    return {app: folder for app, folder in folders.items() if folder.is_dir()}


def kept_operations() -> Iterator[tuple[str, list[Any]]]:
    """What each app has beside its models, the last word on each table."""
    from django.db.migrations import RunPython, RunSQL
    from django.db.migrations.loader import MigrationLoader

    from audit.triggers import AppendOnly

    kept: dict[str, dict[Any, Any]] = {}
    loader = MigrationLoader(None)
    plan = loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True)
    for app, name in plan:
        if app not in folders_of_ours():
            continue
        for operation in loader.graph.nodes[app, name].operations:
            if isinstance(operation, AppendOnly):
                kept.setdefault(app, {})[operation.table] = operation
            elif (
                isinstance(operation, RunPython) and ".migrations." not in operation.code.__module__
            ):
                kept.setdefault(app, {})[operation.code] = operation
            elif isinstance(operation, RunPython | RunSQL):
                print(f"Left out: {app}.{name}, {operation.describe()}")
    yield from ((app, list(operations.values())) for app, operations in kept.items())


def write_kept(app: str, operations: list[Any]) -> None:
    from django.db.migrations import Migration
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.writer import MigrationWriter

    [leaf] = MigrationLoader(None).graph.leaf_nodes(app)
    number = int(leaf[1][:4]) + 1
    migration = type("Migration", (Migration,), {"dependencies": [leaf], "operations": operations})
    writer = MigrationWriter(migration(f"{number:04}_{KEPT}", app), include_header=False)
    Path(writer.path).write_text(HEAD + writer.as_string())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
