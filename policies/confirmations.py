"""Whose confirmation is current: the register asks this before somebody may run a channel.

A minor version asks nobody again. After a major one, what was confirmed before still counts for
20 school days (4.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from people.models import RoleAssignment, User
from policies.models import Acknowledgement, Policy, PolicyVersion
from prepared_sql.statements import Columns, Prepared
from schools.api import add_school_days
from schools.models import School, Trust

GRACE = 20  # school days


@dataclass(frozen=True)
class Asked:
    """A policy in force with what counts as having confirmed it on a day."""

    policy: Policy
    version: PolicyVersion
    since_major: frozenset[UUID]  # the last major version and the minor ones after it
    counting: frozenset[UUID]  # those, and earlier ones while the grace after a major one lasts


def has_confirmed(person: User, on: date) -> bool:
    """Whether this person's confirmation of every policy that governs channels is current."""
    return person.trust_id is None or person.pk in confirmed_ids([person.pk], person.trust_id, on)


def confirmed_ids(people_ids: Iterable[Any], trust: Trust | UUID, on: date) -> set[UUID]:
    """Those of these people whose confirmation of every policy that governs channels is current."""
    people = set(people_ids)
    trust_id = trust.pk if isinstance(trust, Trust) else trust
    for asked in asked_of(Policy.objects.governing().filter(trust_id=trust_id), on):
        concerned = (
            people
            if asked.policy.school_id is None
            else people & _at(asked.policy.school_id, people, on)
        )
        people -= concerned - confirmed_of(asked, concerned, on)
    return people


def asked_of(policies: Any, on: date) -> list[Asked]:
    """Those of these policies that have a version in force."""
    return _in_force(_versions_of(policies).select_related("policy__school"), on)


def asked_of_operators(trust_ids: Iterable[Any], on: date) -> list[Asked]:
    """Those that govern the channels of these trusts; the register asks this for every page."""
    trusts = list(trust_ids)
    rows = GOVERNING.rows(len(trusts), {"trusts": trusts})
    return _in_force([_version(iter(row)) for row in rows], on)


def _governing(_shape: int, values: Mapping[str, Any]) -> Any:
    versions = _versions_of(Policy.objects.governing().filter(trust_id__in=values["trusts"]))
    return versions.values_list(*(name for columns in COLUMNS for name in columns.asked))


COLUMNS = (Columns(PolicyVersion), Columns(Policy, "policy__"), Columns(School, "policy__school__"))
GOVERNING = Prepared(_governing)


def _version(row: Iterator[Any]) -> PolicyVersion:
    version, policy, school = (columns.take(row) for columns in COLUMNS)
    version.policy, policy.school = policy, school
    return version


def _versions_of(policies: Any) -> Any:
    # Of two versions of one day the one in force is the later.
    return PolicyVersion.objects.filter(policy__in=policies).order_by("issued_on", "-status")


def _in_force(versions: Iterable[PolicyVersion], on: date) -> list[Asked]:
    by_policy: dict[Any, list[PolicyVersion]] = {}
    for version in versions:
        by_policy.setdefault(version.policy_id, []).append(version)
    found = (_asked(rows, on) for rows in by_policy.values())
    return [asked for asked in found if asked]


def _asked(rows: list[PolicyVersion], on: date) -> Asked | None:
    place = next(
        (n for n, row in enumerate(rows) if row.status == PolicyVersion.Status.PUBLISHED), None
    )
    if place is None:
        return None
    upto, now = rows[: place + 1], rows[place]
    major = max((n for n, row in enumerate(upto) if row.is_major), default=0)
    has_grace = on <= add_school_days(
        now.policy.school or now.policy.trust, upto[major].issued_on, GRACE
    )
    return Asked(
        policy=now.policy,
        version=now,
        since_major=frozenset(row.pk for row in upto[major:]),
        counting=frozenset(row.pk for row in (upto if has_grace else upto[major:])),
    )


def confirmed_of(
    asked: Asked, people: Iterable[Any], on: date, *, with_grace: bool = True
) -> set[UUID]:
    """Those of these people whose confirmation of this one policy is current.

    Without the grace: those who have nothing left to do about it.
    """
    versions = asked.counting if with_grace else asked.since_major
    rows = Acknowledgement.objects.current(on).filter(
        person_id__in=list(people), version_id__in=versions
    )
    return set(rows.values_list("person_id", flat=True))


def latest_of(person: User) -> dict[Any, Acknowledgement]:
    """The person's newest confirmation of each policy, by policy."""
    rows = (
        Acknowledgement.objects.filter(person=person)
        .select_related("version")
        .order_by("signed_at")
    )
    return {row.version.policy_id: row for row in rows}


def _at(school_id: UUID, people: set[UUID], on: date) -> set[UUID]:
    rows = RoleAssignment.objects.on(on).filter(school_id=school_id, person_id__in=people)
    return set(rows.values_list("person_id", flat=True))
