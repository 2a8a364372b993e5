"""What the people named still lack before a channel can start (R7): a code and a person, never a sentence alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts_registry.api import readiness
from approvals.decision.models import Condition
from approvals.request.models import Request, RequestPerson
from people.models import User

AGREEMENT = "agreement"


@dataclass(frozen=True)
class Gap:
    """Something somebody still lacks. `sentence` says it; `code` and `person` are what it is known by."""

    code: str
    person: User
    sentence: str

    @property
    def key(self) -> tuple[str, Any]:
        return self.code, self.person.pk


def gaps_of(request: Request, on: date) -> list[Gap]:
    """Why the people named cannot start yet: each becomes a condition, or stops an approval."""
    lines = list(
        request.people.exclude(person=None)
        .select_related("person")
        .order_by("person__family_name", "person__given_name", "part")
    )
    people = dict.fromkeys(line.person for line in lines if line.person)
    unready = [
        Gap(code, person, readiness.SAYS[code].format(person.full_name))
        for person in people
        for code in readiness.lacks(person, on)
    ]
    return unready + [gap for gap in not_agreed(lines) if gap.person.pk != request.author_id]


def not_agreed(lines: list[RequestPerson]) -> list[Gap]:
    """Whoever of these has not said yes: first those who said no."""
    declined = {line.person for line in lines if line.declined_at}
    silent = {line.person for line in lines if line.person_id and not line.agreed_at} - declined
    return [
        *(Gap(AGREEMENT, one, f"{one} has said no") for one in _by_name(declined)),
        *(Gap(AGREEMENT, one, f"{one} has not agreed yet") for one in _by_name(silent)),
    ]


def is_still_open(condition: Condition, request: Request, on: date) -> bool:
    """Whether what the portal can see for itself is still so; never of a condition that somebody wrote."""
    if not condition.automatic:
        return False
    return (condition.gap, condition.about_id) in {gap.key for gap in gaps_of(request, on)}


def _by_name(people: set[Any]) -> list[Any]:
    return sorted(people, key=str)
