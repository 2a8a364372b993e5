"""Who signs here and is known to nobody yet: another holder says first that it is they."""

from __future__ import annotations

from datetime import date
from typing import Any

from approvals.route.models import Stage
from people.api import how_to_be_known, waited_for
from people.models import User


@waited_for
def with_a_step(trust_ids: Any, on: date) -> Any:
    """The people of these trusts whose step of a request waits: nobody need have given them a role."""
    current = Stage.objects.current().waiting().filter(request__trust_id__in=trust_ids)
    return current.values("signer_id")


def refusal(user: User, on: date) -> str | None:
    """Why somebody signs nothing yet, and who can say that it is they; None for whoever is known."""
    if user.known_at is not None:
        return None
    return f"You can sign once {how_to_be_known(user, on)}"
