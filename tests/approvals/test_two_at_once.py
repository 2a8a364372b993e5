"""Two presses at the same moment: one is recorded, the other reads what happened."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from approvals.models import Decision, Request
from tests.approvals.stage import sent, sign
from tests.cast import cast  # noqa: F401  the same people, in a database that two threads share
from workflow.moves import WrongState

REASON = "Say who looks after it in the summer holidays."


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_both_decide(transactional_db, cast):  # noqa: F811
    request, both, heard = sent(cast), Barrier(2), []

    def press(**answer: str) -> None:
        try:
            both.wait()
            heard.append(
                sign(Request.objects.get(pk=request.pk), cast.line_manager, **answer).outcome
            )
        except WrongState as late:
            heard.append(late.sentence)
        finally:
            connection.close()

    threads = [
        Thread(target=press),
        Thread(target=press, kwargs={"outcome": "return", "reason": REASON}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Decision.objects.count() == 1
    first = Decision.objects.get()
    said = "approved this" if first.outcome == "approve" else "sent this back for changes"
    assert sorted(map(str, heard)) == sorted(
        [first.outcome, f"You {said} at 9:00am. Your decision was not recorded"]
    )
