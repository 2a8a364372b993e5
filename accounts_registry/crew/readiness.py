"""Whether a person may count among those who run a channel: confirmed and trained (Q-5.3-9, Q-5.3-10)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts_registry.crew.crew_lines import CrewLine
from people.models import Training, User
from policies.api import confirmations

SAYS = {
    "absent": "{} does not work here now",
    "unconfirmed": "{} has not confirmed the policy",
    "untrained": "{} has no current training",
}


def lacks(person: User, on: date) -> list[str]:
    """The codes of what this person still lacks; empty when ready."""
    return _codes(
        confirmed=confirmations.has_confirmed(person, on),
        trained=Training.objects.current(on).filter(person=person, course="operator").exists(),
    )


def unready(person: User, on: date) -> list[str]:
    """What this person still lacks, each a sentence; empty when ready."""
    return [SAYS[code].format(person.full_name) for code in lacks(person, on)]


def unready_lines(lines: Iterable[CrewLine]) -> list[tuple[Any, str]]:
    """The same for people already found with their parts, each person once: (whose, sentence)."""
    people = {line.person_id: line for line in lines if line.person_id}
    return [
        (line.person_id, sentence)
        for line in people.values()
        for sentence in sentences(
            line.name, confirmed=not line.unconfirmed, trained=line.trained, present=line.present
        )
    ]


def sentences(name: str, *, confirmed: bool, trained: bool, present: bool = True) -> list[str]:
    codes = _codes(confirmed=confirmed, trained=trained, present=present)
    return [SAYS[code].format(name) for code in codes]


def _codes(*, confirmed: bool, trained: bool, present: bool = True) -> list[str]:
    if not present:
        return ["absent"]
    return [
        code for code, is_so in (("unconfirmed", confirmed), ("untrained", trained)) if not is_so
    ]
