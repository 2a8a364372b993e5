"""Somebody's roles as values of a prepared question, so that people of one shape share its SQL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from access.check import Held


class Asker(NamedTuple):
    """Somebody's roles taken apart: their shape, and the trusts and schools to put into it."""

    shape: tuple[tuple[str, int, frozenset[int], bool], ...]
    trusts: list[UUID]
    schools: list[UUID]

    @classmethod
    def of(cls, roles: Iterable[Held]) -> Asker:
        roles = list(roles)
        trusts = {
            trust: number
            for number, trust in enumerate(dict.fromkeys(held.trust_id for held in roles))
        }
        reach = dict.fromkeys(school for held in roles for school in held.school_ids)
        schools = {school: number for number, school in enumerate(reach)}
        shape = tuple(
            (
                held.role,
                trusts[held.trust_id],
                frozenset(schools[one] for one in held.school_ids),
                held.is_trust_wide,
            )
            for held in roles
        )
        return cls(shape, list(trusts), list(schools))

    def roles(self) -> tuple[Held, ...]:
        return tuple(
            Held(role, self.trusts[trust], frozenset(self.schools[one] for one in schools), wide)
            for role, trust, schools, wide in self.shape
        )
