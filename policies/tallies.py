"""Who has confirmed a policy and who has not: for those who look after people, and for their teams."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from access.check import schools_where, trusts_where
from access.roles import Permission
from people.models import RoleAssignment, User
from policies.confirmations import asked_of
from policies.models import Acknowledgement, Policy, PolicyVersion


@dataclass(frozen=True)
class Reach:
    """Whose confirmations somebody may see: whole trusts, schools, and their own team."""

    trusts: frozenset[UUID]
    schools: frozenset[UUID]
    team: frozenset[UUID]

    @property
    def is_any(self) -> bool:
        return bool(self.trusts or self.schools or self.team)


@dataclass
class Tally:
    """The people asked, in two lists, each with the day they confirmed."""

    version: PolicyVersion | None
    confirmed: list[tuple[User, Any]] = field(default_factory=list)
    missing: list[tuple[User, Any]] = field(default_factory=list)
    teams: list[tuple[str, int, int]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.confirmed) + len(self.missing)

    @property
    def percent(self) -> int:
        return len(self.confirmed) * 100 // self.total if self.total else 0


def reach_of(user: User, on: date) -> Reach:
    return Reach(
        trusts=trusts_where(user, Permission.CONFIRMATIONS_SEE, on),
        schools=schools_where(user, Permission.CONFIRMATIONS_SEE, on),
        team=frozenset(user.team.present(on).values_list("pk", flat=True)),
    )


def tally(policy: Policy, reach: Reach, on: date) -> Tally:
    """Everybody within reach whom the policy concerns, by whether their confirmation is current."""
    asked = next(iter(asked_of([policy.pk], on)), None)
    result = Tally(asked.version if asked else None)
    if asked is None or not policy.requires_acknowledgement:
        return result
    rows = Acknowledgement.objects.filter(version__policy=policy).order_by("signed_at")
    latest = {row.person_id: row for row in rows}
    for person in people_concerned(policy, reach, on):
        row = latest.get(person.pk)
        has = row is not None and row.version_id in asked.since_major and row.valid_until >= on
        (result.confirmed if has else result.missing).append(
            (person, row.signed_at if row else None)
        )
    result.teams = _by_team(result)
    return result


def people_concerned(policy: Policy, reach: Reach, on: date) -> list[User]:
    ids = set(reach.team)
    rows = RoleAssignment.objects.on(on).filter(trust_id=policy.trust_id)
    if policy.trust_id not in reach.trusts:
        rows = rows.filter(school_id__in=reach.schools)
    ids |= set(rows.values_list("person_id", flat=True))
    people = User.objects.present(on).filter(pk__in=ids, trust_id=policy.trust_id)
    if policy.school_id:
        people = people.filter(pk__in=User.objects.at_school(policy.school_id, on=on).values("pk"))
    return list(people)


def _by_team(result: Tally) -> list[tuple[str, int, int]]:
    """Each team with how many have confirmed, of how many; those with most to do first."""
    counts: dict[str, list[int]] = {}
    for people, step in ((result.confirmed, 1), (result.missing, 0)):
        for name in _teams(people):
            both = counts.setdefault(name, [0, 0])
            both[0] += step
            both[1] += 1
    rows = [(name, done, number) for name, (done, number) in counts.items()]
    return sorted(rows, key=lambda row: (row[1] - row[2], row[0]))


def _teams(people: Iterable[tuple[User, Any]]) -> list[str]:
    return [person.department or "No department" for person, _ in people]
