"""The ledger: chained, append-only in the database, and verified with an anchor outside it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from audit import trail
from audit.events import Event
from audit.models import Entry
from audit.triggers import lifted
from audit.verify import first_broken, missing_since, read_anchors, write_anchor
from tests.cast import Cast
from tests.factories import NOW


def write(cast: Cast, count: int = 5) -> None:
    for number in range(count):
        trail.record(
            Event.SCHOOL_CHANGED,
            by=cast.admin,
            at=NOW + timedelta(minutes=number),
            record=cast.school,
        )


def test_each_row_follows_the_one_before(cast: Cast) -> None:
    write(cast)
    rows = list(Entry.objects.order_by("position"))
    assert [row.position for row in rows] == [1, 2, 3, 4, 5]
    assert [row.prev_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]
    assert first_broken() is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET event = 'x'",
        "UPDATE audit_entry SET data = '{}'",
        "DELETE FROM audit_entry",
    ],
)
def test_the_database_refuses_changes(cast: Cast, statement: str) -> None:
    write(cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert first_broken() is None


def test_truncate_is_refused_on_postgresql(cast: Cast) -> None:
    write(cast)
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("DELETE FROM audit_entry")
        return
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry")


@pytest.mark.parametrize(
    ("tamper", "sentence"),
    [
        (
            "UPDATE audit_entry SET event = 'role.given' WHERE position = 3",
            "Row 3 is not as it was written.",
        ),
        ("DELETE FROM audit_entry WHERE position = 3", "Row 3 is missing."),
    ],
)
def test_tampering_behind_the_triggers_is_found(cast: Cast, tamper: str, sentence: str) -> None:
    write(cast)
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute(tamper)
    assert first_broken() == sentence
    with pytest.raises(CommandError, match=sentence):
        call_command("verify_audit")


def test_a_cut_tail_is_found_by_the_anchor(cast: Cast, tmp_path: Path) -> None:
    write(cast)
    file = tmp_path / "anchors"
    write_anchor(file)
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE position > 3")
    assert first_broken() is None
    assert (
        missing_since(read_anchors(file))
        == "The ledger once had 5 rows. The last ones are missing."
    )


def test_a_rewritten_chain_is_found_by_the_anchor(cast: Cast, tmp_path: Path) -> None:
    write(cast)
    file = tmp_path / "anchors"
    write_anchor(file)
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_entry")
    trail.record(Event.ROLE_GIVEN, by=cast.admin, at=NOW, record=cast.school)
    write(cast, 5)
    assert first_broken() is None
    assert missing_since(read_anchors(file)) == "Row 5 is not the row that was anchored."


def test_the_triggers_are_back_after_being_lifted(cast: Cast) -> None:
    write(cast)
    with lifted(connection):
        pass
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_entry")


def test_a_restricted_event_keeps_no_reason(cast: Cast) -> None:
    entry = trail.record(
        Event.CONCERN_SHARED,
        by=cast.dsl,
        at=NOW,
        record=cast.school,
        reason="because of X",
        restricted=True,
    )
    assert entry.reason == ""
