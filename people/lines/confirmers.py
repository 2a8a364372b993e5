"""Who confirms a change of line manager: the head; for the head's own line, and the trust's, chief executive or chair."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from people.appointments.fit import CONFIRMS, manages_people
from people.person.models import User
from people.roles.models import RoleAssignment

ABOVE_A_HEAD = ("CEO", "CHAIR")


def may_confirm(change: Any, user: User, on: date) -> bool:
    return user.pk in {person.pk for person in confirmers_of(change, on)}


def confirmers_of(change: Any, on: date) -> list[User]:
    """The first of these groups in which anybody fits."""
    return Confirmers([change], on).of(change)


class Confirmers:
    """Who confirms each of these changes; a school's people are asked for once, however many changes wait."""

    def __init__(self, changes: Collection[Any], on: date) -> None:
        self.on = on
        self.groups: dict[Any, list[User]] = {}
        self.places: dict[UUID, set[UUID]] = {}
        self.heads: set[UUID] = set()
        rows = RoleAssignment.objects.not_over(on).filter(
            person__in={one.person_id for one in changes}
        )
        for person, school, role in rows.values_list("person_id", "school_id", "role"):
            self.places.setdefault(person, set()).add(school)
            if role == "HEAD":
                self.heads.add(person)

    def of(self, change: Any) -> list[User]:
        for fit in self._groups(change):
            others = [one for one in fit if one.pk not in (change.person_id, change.proposed_by_id)]
            if others:
                return others
        return []

    def _groups(self, change: Any) -> Iterator[list[User]]:
        places = frozenset(self.places.get(change.person_id, set()) - {None})
        trust = change.person.trust_id
        if change.person_id not in self.heads:
            yield self._fit(trust, places, ("HEAD",), above=False)
        yield self._fit(trust, places, ABOVE_A_HEAD)
        yield self._fit(trust, places, CONFIRMS)

    def _fit(
        self, trust: UUID, places: frozenset[UUID], roles: tuple[str, ...], *, above: bool = True
    ) -> list[User]:
        key = (trust, places, roles)
        if key not in self.groups:
            where = Q(school_id__in=places) | (Q(school=None) if above else Q(pk=None))
            self.groups[key] = _holders(trust, where, roles, self.on)
        return self.groups[key]


def _holders(trust: UUID, where: Q, roles: tuple[str, ...], on: date) -> list[User]:
    rows = (
        RoleAssignment.objects.on(on)
        .filter(
            where,
            role__in=roles,
            trust_id=trust,
            person__in=User.objects.present(on).exclude(known_at=None),
        )
        .select_related("person")
        .order_by("person__family_name", "pk")
    )
    people = {row.person_id: row.person for row in rows}
    return [person for person in people.values() if not manages_people(person, on)]
