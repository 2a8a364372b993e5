"""Whether a person may count among those who run a channel: confirmed and trained (Q-5.3-9, Q-5.3-10)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts_registry.crew import Line
from people.models import Training
from policies import confirmations


def unready(person: Any, on: date) -> list[str]:
    """What this person still lacks, each a sentence; empty when ready."""
    return sentences(
        person.full_name,
        confirmed=confirmations.has_confirmed(person, on),
        trained=Training.objects.current(on).filter(person=person, course="operator").exists(),
    )


def unready_lines(lines: Iterable[Line]) -> list[tuple[Any, str]]:
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
    if not present:
        return [f"{name} does not work here now"]
    lacks = []
    if not confirmed:
        lacks.append(f"{name} has not confirmed the policy")
    if not trained:
        lacks.append(f"{name} has no current training")
    return lacks
