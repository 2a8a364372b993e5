"""Parts of the verbs of a request that write a row and record nothing by themselves."""

from __future__ import annotations

from datetime import datetime

from approvals.decision.models import Decision
from approvals.request import snapshot
from approvals.request.models import Request
from people.api import system_user


def note_unneeded(
    *, request: Request, code: str, capacity: str, why: str, at: datetime
) -> Decision:
    """A step nobody signs is a row too, with its reason (R3)."""
    decision = Decision(
        request=request,
        revision=request.revisions.get(number=request.revision),
        stage=code,
        signer=system_user(),
        capacity=capacity,
        outcome=Decision.Outcome.NOT_REQUIRED,
        statement="Not needed",
        reason=why,
        signed_at=at,
    )
    decision.fingerprint = snapshot.seal(decision)
    decision.save(force_insert=True)
    return decision
