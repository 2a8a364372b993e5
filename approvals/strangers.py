"""Who signs here and is known to nobody yet: another holder says first that it is they."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F

from approvals.models import Stage
from people.known import knowers_of, waited_for
from people.models import RoleAssignment

NEAREST = {"HEAD": 0, "DSL": 1, "DDSL": 2}


@waited_for
def with_a_step(trust_ids: Any, on: date) -> Any:
    """The people of these trusts whose step of a request waits: nobody need have given them a role."""
    current = Stage.objects.filter(
        state="current",
        revision=F("request__revision"),
        request__status__startswith="awaiting_",
        request__trust_id__in=trust_ids,
    )
    return current.values("signer_id")


def refusal(user: Any, on: date) -> str | None:
    """Why somebody signs nothing yet, and who can say that it is they; None for whoever is known."""
    if user.known_at is not None:
        return None
    asked = " or ".join(_nearest(user, on)) or "a head or safeguarding lead"
    return (
        "You can sign once somebody has spoken to you and said here that it is you who signs in. "
        f"Ask {asked}: they find you on their page “To confirm”."
    )


def _nearest(user: Any, on: date) -> list[str]:
    """Two of those who can say so, the head and the lead first."""
    rows = RoleAssignment.objects.on(on).filter(person__in=knowers_of(user, on))
    first = sorted(
        rows.select_related("person"),
        key=lambda row: (NEAREST.get(row.role, 9), row.person.full_name),
    )
    return list(dict.fromkeys(row.person.full_name for row in first[:2]))
