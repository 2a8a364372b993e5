"""What is compared when migrations are written anew: two databases that differ are told apart."""

from __future__ import annotations

from typing import Any

import pytest

from tests.upgrades import schema
from tests.upgrades.schema import parts_of

CHANGES = {
    "a column": "ALTER TABLE schools_trust ADD COLUMN planted integer NULL",
    "an index": "CREATE INDEX planted ON schools_trust (name)",
    "a unique index": "CREATE UNIQUE INDEX planted ON schools_trust (name) WHERE name <> 'x'",
    "a column's name": "ALTER TABLE schools_trust RENAME COLUMN name TO planted",
    "a table": "CREATE TABLE planted (id integer)",
    "no index": "DROP INDEX people_user_trust_i_47b302_idx",
}


@pytest.mark.parametrize("sql", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen(of_the_tests: Any, sql: str) -> None:
    before = schema.lines(of_the_tests)
    with of_the_tests.cursor() as cursor:
        cursor.execute(sql)
    assert schema.differences(before, schema.lines(of_the_tests))


@pytest.mark.parametrize("what", ["update", "delete"])
def test_a_trigger_that_is_gone_is_seen(of_the_tests: Any, what: str) -> None:
    before = schema.lines(of_the_tests)
    on = " ON audit_entry" if of_the_tests.vendor == "postgresql" else ""
    with of_the_tests.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER append_only_audit_entry_{what}{on}")
    [gone] = schema.differences(before, schema.lines(of_the_tests))
    assert gone.startswith("- audit_entry: ")


def test_columns_are_parted_outside_of_every_bracket() -> None:
    sql = 'CREATE TABLE "a" ("b" varchar(3) NOT NULL, CONSTRAINT "c" CHECK ("b" IN (1, 2)))'
    assert parts_of(sql) == ['"b" varchar(3) NOT NULL', 'CONSTRAINT "c" CHECK ("b" IN (1, 2))']
