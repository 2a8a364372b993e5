"""What exactly was sent and signed: the answers as plain data, and the fingerprints that prove them."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date
from decimal import Decimal
from typing import Any

from approvals.decision.models import Decision
from approvals.request.models import Request, Revision

PLAIN = (
    "title", "department", "account_name", "identity", "platform_other", "hosting", "host_name", "scope", "aims",
    "why_worthwhile", "content", "pupil_images", "consent_plan", "school_mark", "openness", "interaction", "audience",
    "contributors", "promotion", "other_ways", "security_measures", "risk_assessment", "exit_strategy",
    "success_measures", "hours_a_week", "cover_plan", "go_live_date", "closing_date", "first_review_date",
    "statement_property", "statement_conduct", "statement_not_open_yet",
)  # fmt: skip
NAMED = ("author", "line_manager", "platform", "master_post", "overseer_post")
# A change to one of these asks for every signature again (requirements 3.14).
MATERIAL = frozenset(
    {
        "platform", "platform_other", "account_name", "identity", "hosting", "host_name", "scope", "aims", "content",
        "audience", "contributors", "interaction", "openness", "people", "master_post", "closing_date",
        "consent_plan", "pupil_images", "security_measures", "school_mark",
    }
)  # fmt: skip


def answers_of(request: Request) -> dict[str, Any]:
    """Every answer as plain data that reads the same in ten years."""
    plain = {column: _plain(getattr(request, column)) for column in PLAIN}
    named = {column: str(getattr(request, column) or "") for column in NAMED}
    # Stated of an account that exists; one that does not says nothing of it, as it always did.
    existing = {"statement_existing": True} if request.statement_existing else {}
    return {**plain, **named, **existing, "people": _people(request)}


def _people(request: Request) -> list[dict[str, str]]:
    lines = request.people.select_related("person", "post")
    rows = [
        {"part": line.part, "person": str(line.person or ""), "post": str(line.post or "")}
        for line in lines
    ]
    return sorted(rows, key=lambda row: (row["part"], row["person"], row["post"]))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.1f}" if isinstance(value, Decimal) else value


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The columns whose answers differ."""
    return [column for column in after if before.get(column) != after[column]]


def is_material(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether the signers would have signed something else; going live earlier counts, later does not."""
    different = set(changed(before, after))
    earlier = "go_live_date" in different and (after["go_live_date"] or "") < (
        before["go_live_date"] or ""
    )
    return bool(different & MATERIAL) or earlier


def fingerprint(answers: dict[str, Any]) -> str:
    """The SHA-256 of the answers, whatever order their database keeps them in."""
    return _sha256(answers)


def seal(decision: Decision) -> str:
    """The SHA-256 of a signature: the text it covered and everything the signer said."""
    revision: Revision = decision.revision
    return _sha256(
        [
            revision.fingerprint,
            str(decision.request_id),
            decision.stage,
            str(decision.signer_id),
            decision.capacity,
            decision.outcome,
            decision.statement,
            decision.note,
            decision.reason,
            decision.reason_code,
            decision.brand,
            decision.interest,
            decision.typed_signature,
            decision.signed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        ]
    )


def problem_with(decision: Decision) -> str:
    """Why this signature no longer holds; empty while it does."""
    revision = decision.revision
    if fingerprint(revision.answers) != revision.fingerprint:
        return "the answers are not those that were sent"
    return (
        ""
        if seal(decision) == decision.fingerprint
        else "the signature is not the one that was given"
    )


def _sha256(value: Any) -> str:
    return hashlib.sha256(
        json.dumps(value, sort_keys=True, ensure_ascii=False).encode()
    ).hexdigest()
