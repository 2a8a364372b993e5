"""Append-only tables are kept over every column after every migration, and one helper sees to it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, NotSupportedError, migrations, models, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from audit.triggers import while_lifted
from tests.upgrades.triggers import WATCH, declared_by, faults, standing

TABLE = "audit_entry"


def test_after_every_migration_each_stands_over_every_column(of_the_tests: Any) -> None:
    """The database of the tests is made by every migration there is, and looked at after each."""
    loader = MigrationExecutor(of_the_tests).loader
    assert {f"{app}.{name}" for app, name in loader.disk_migrations} <= set(WATCH.seen)
    assert WATCH.faults == []
    declared = declared_by(loader, loader.disk_migrations)
    assert {"audit_entry", "approvals_decision", "incidents_entry"} <= set(declared)
    assert set(standing(of_the_tests)) == set(declared)


@pytest.fixture
def ledger(scratch: Any) -> MigrationExecutor:
    """Of a database that holds nothing but the ledger, with one row."""
    executor = MigrationExecutor(scratch)
    executor.migrate([key for key in executor.loader.graph.leaf_nodes() if key[0] == "audit"])
    executor = MigrationExecutor(scratch)
    entry = state_of(executor).apps.get_model("audit", "Entry")
    entry.objects.create(position=1, at=timezone.now(), event="school.added")
    return executor


def state_of(executor: MigrationExecutor) -> Any:
    return executor.loader.project_state(executor.loader.graph.leaf_nodes("audit"))


def apply(executor: MigrationExecutor, *operations: Any, atomic: bool = True) -> list[str]:
    """A planted migration of the ledger; what the watch has to say of it."""
    parts = {"operations": list(operations), "atomic": atomic}
    planted = type("Migration", (Migration,), parts)("9999_planted", "audit")
    before = len(WATCH.faults)
    executor.apply_migration(state_of(executor), planted)
    said, WATCH.faults[before:] = WATCH.faults[before:], []
    return said


def a_column(**more: Any) -> migrations.AddField:
    return migrations.AddField("entry", "mood", models.CharField(max_length=10, **more))


def a_constraint() -> migrations.AddConstraint:
    counts = models.CheckConstraint(condition=models.Q(position__gte=0), name="counts_from_one")
    return migrations.AddConstraint("entry", counts)


def be_glad(apps: Any, schema_editor: Any) -> None:
    apps.get_model("audit", "Entry").objects.update(mood="glad")


@pytest.mark.parametrize("more", [{"default": "calm"}, {"null": True}], ids=["filled", "null"])
def test_a_column_added_without_the_helper_is_found(ledger: MigrationExecutor, more: Any) -> None:
    [said] = apply(ledger, a_column(**more))
    assert said.startswith(f"audit.9999_planted: {TABLE} ")
    assert "has lost its triggers" in said or "can be changed in mood" in said


def test_a_table_that_sqlite_makes_anew_is_found(ledger: MigrationExecutor) -> None:
    said = apply(ledger, a_constraint())
    assert bool(said) == (ledger.connection.vendor == "sqlite")


def test_with_the_helper_columns_and_rows_change_and_the_table_is_closed_again(
    ledger: MigrationExecutor,
) -> None:
    fill = migrations.RunPython(be_glad)
    assert apply(ledger, *while_lifted(TABLE, a_column(default="calm"), a_constraint(), fill)) == []
    with ledger.connection.cursor() as cursor:
        cursor.execute("SELECT mood FROM audit_entry")
        assert cursor.fetchall() == [("glad",)]
        for sql in ("UPDATE audit_entry SET mood = 'sad'", "DELETE FROM audit_entry"):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(sql)


def test_what_may_change_says_so(ledger: MigrationExecutor) -> None:
    named = while_lifted(TABLE, a_column(default="calm"), except_columns=("mood",))
    assert apply(ledger, *named) == []
    with ledger.connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET mood = 'sad'")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("UPDATE audit_entry SET event = 'x'")


def test_a_column_that_is_not_there_is_found(ledger: MigrationExecutor) -> None:
    assert apply(ledger, *while_lifted(TABLE, except_columns=("moood",))) == [
        f"audit.9999_planted: {TABLE} has no moood"
    ]


def test_what_fails_leaves_the_table_closed(ledger: MigrationExecutor) -> None:
    def fail(apps: Any, schema_editor: Any) -> None:
        raise ValueError("it does not work")

    with pytest.raises(ValueError, match="it does not work"):
        apply(ledger, *while_lifted(TABLE, a_column(default="calm"), migrations.RunPython(fail)))
    assert list(faults(ledger.connection, {TABLE: ()})) == []


def test_nothing_is_lifted_outside_a_transaction(ledger: MigrationExecutor) -> None:
    with pytest.raises(NotSupportedError, match="in one transaction or not at all"):
        apply(ledger, *while_lifted(TABLE, a_column(null=True)), atomic=False)
    assert list(faults(ledger.connection, {TABLE: ()})) == []
