"""What was signed stays what was signed: in the database, and under its fingerprint."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from approvals.models import Decision, Revision
from audit.triggers import lifted
from tests.approvals.stage import sent, sign


@pytest.mark.parametrize("model", [Decision, Revision])
def test_signatures_and_what_they_cover_cannot_be_changed_or_deleted(cast, model):
    sign(sent(cast), cast.line_manager)
    table = model._meta.db_table
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET fingerprint = 'x'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert model.objects.count() == 1


def test_whether_a_signature_counts_may_change(cast):
    sign(sent(cast), cast.line_manager)
    assert Decision.objects.standing().update(counts=False) == 1


def test_every_signature_holds(cast, capsys):
    request = sent(cast)
    sign(request, cast.line_manager)
    sign(request, cast.comms)
    call_command("verify_decisions")
    assert capsys.readouterr().out == "2 signatures hold\n"


@pytest.mark.parametrize(
    ("model", "change", "problem"),
    [
        (Decision, {"note": "I never said so"}, "the signature is not the one that was given"),
        (Decision, {"typed_signature": "Jo Bell"}, "the signature is not the one that was given"),
        (Revision, {"answers": {"title": "Another"}}, "the answers are not those that were sent"),
    ],
)
def test_the_first_that_does_not_hold_is_named(cast, capsys, model, change, problem):
    request = sent(cast)
    sign(request, cast.line_manager)
    connection.check_constraints()  # PostgreSQL alters no table while foreign keys wait to be checked
    with lifted(connection):
        model.objects.update(**change)
        connection.check_constraints()
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_decisions")
    assert stopped.value.code == 1
    said = capsys.readouterr().err
    assert said.startswith(
        f"{request.reference}, line_manager, signed by Dana Reid at 2026-11-20T09:00:00+00:00: "
    )
    assert said.strip().endswith(problem)
