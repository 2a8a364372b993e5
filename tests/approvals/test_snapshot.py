"""What is signed is every answer, and what asks for every signature again is what the policies say."""

from __future__ import annotations

import pytest

from approvals.models import Request
from approvals.request.snapshot import NAMED, PLAIN, is_material

# Where a request stands, and how it was written: no answer of its author's.
NO_ANSWERS = {
    "id",
    "reference",
    "trust",
    "school",
    "channel",
    "status",
    "revision",
    "created_at",
    "edited_at",
    "sent_at",
    "waiting_since",
    "withdrawn_at",
    "withdrawn_by",
    "withdrawn_because",
    "risk_approved_at",
    "risk_approved_by",
    "tasks_saved",
    "tasks_reopened",
    "typed",
    "once_named",
    "line_is_own",
    # Stated of an account that exists, and signed with the rest where it is.
    "statement_existing",
}
ASKED_AGAIN = [
    "platform",
    "platform_other",
    "account_name",
    "identity",
    "hosting",
    "host_name",
    "scope",
    "aims",
    "content",
    "audience",
    "contributors",
    "interaction",
    "openness",
    "people",
    "master_post",
    "closing_date",
    "consent_plan",
    "pupil_images",
    "security_measures",
    "school_mark",
]


def test_every_answer_is_signed() -> None:
    """A new question is signed too, or named here."""
    columns = {field.name for field in Request._meta.concrete_fields}
    assert columns - NO_ANSWERS == {*PLAIN, *NAMED}


@pytest.mark.parametrize("column", ASKED_AGAIN)
def test_another_answer_asks_for_every_signature_again(column: str) -> None:
    before = dict.fromkeys((*PLAIN, *NAMED, "people"), "as it was")
    assert is_material(before, {**before, column: "otherwise"})


@pytest.mark.parametrize("column", ["title", "go_live_date", "promotion"])
def test_another_word_does_not(column: str) -> None:
    before = dict.fromkeys((*PLAIN, *NAMED, "people"), "as it was")
    assert not is_material(before, {**before, column: "otherwise"})
