"""Who is told of a change to somebody's way in, and which of them may confirm it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from people.appointments.fit import CONFIRMS, TOLD, hears_about, is_second, manages_people
from people.person.models import User
from people.roles.models import RoleAssignment
from workflow.promised import promised


@dataclass(frozen=True)
class Witnesses:
    told: list[User]
    confirmers: list[User]


def witnesses_of(person: User, *, proposer: Any, on: date) -> Witnesses:
    """The head and safeguarding roles where this person works; those who may confirm among them.

    Where none of these may, the heads and chairs of the trust's other schools are asked.
    """
    rows = _holders(person, on)
    behind = person.assignments.behind_the_way_in(on)
    places = set(behind.values_list("school_id", flat=True))
    near = [row for row in rows if row.school_id is None or row.school_id in places]
    told = [row for row in near if row.person_id != person.pk]
    fit = _fit(told, person, proposer, on) or _fit(rows, person, proposer, on)
    return Witnesses(told=_each(told), confirmers=_each(_better(fit, person, on)))


def _holders(person: User, on: date) -> list[RoleAssignment]:
    rows = RoleAssignment.objects.on(on).filter(
        role__in=TOLD, trust_id=promised(person.trust_id), person__in=User.objects.present(on)
    )
    return list(rows.select_related("person").order_by("person__family_name"))


def _fit(
    rows: Iterable[RoleAssignment], person: User, proposer: Any, on: date
) -> list[RoleAssignment]:
    """Neither of the two, not reporting to either, no hand in the list of people, not just appointed by who proposes."""
    return [
        row
        for row in rows
        if row.role in CONFIRMS
        and is_second(row, person=person, proposer=proposer, on=on)
        and not manages_people(row.person, on)
    ]


def _better(fit: list[RoleAssignment], person: User, on: date) -> list[RoleAssignment]:
    behind = person.assignments.behind_the_way_in(on).values_list("role", "school_id")
    roles = {(role, school is None) for role, school in behind}
    better = [
        row
        for row in fit
        if not any(hears_about(row.role, role, at_trust=at_trust) for role, at_trust in roles)
    ]
    return better or fit


def _each(rows: Iterable[RoleAssignment]) -> list[User]:
    return list({row.person_id: row.person for row in rows}.values())
