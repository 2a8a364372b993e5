"""Who to turn to: the holder of a role, and a school's safeguarding contacts with their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from people.person.models import User
from people.roles.models import RoleAssignment
from schools.models import School, Trust

# A school or trust without one of these has a vacancy; the other roles are as a school likes.
NEEDED_AT_SCHOOL = ("HEAD", "DSL", "DDSL", "ADMIN", "COMMS")
NEEDED_AT_TRUST = ("CEO", "TADMIN", "TSL")
# Without one of these a school has nobody to hear what goes wrong on a channel, and opens none.
HEARS_AT_SCHOOL = ("HEAD", "DSL", "DDSL")
# These may be held for the whole trust on behalf of each of its schools.
SHARED = ("COMMS", "NETMAN", "DPO", "HR", "CHAIR", "VICE_CHAIR", "AUDIT")


@dataclass(frozen=True)
class Contacts:
    """Whom a school's safeguarding concerns reach, deputies in the order they are asked."""

    dsl: User | None = None
    deputies: list[User] = field(default_factory=list)
    head: User | None = None


def holders(
    role: str, *, on: date, school: School | None = None, trust: Trust | UUID | None = None
) -> list[User]:
    """The present holders of a role at a school, or at the trust as such; the first to be asked first."""
    return list(User.objects.holding(role, on=on, school=school, trust=trust))


def holder(
    role: str, *, on: date, school: School | None = None, trust: Trust | UUID | None = None
) -> User | None:
    """The first holder at the school; for a role that a trust may share, else the trust's."""
    found = holders(role, on=on, school=school, trust=trust)
    if not found and school is not None and role in SHARED:
        found = holders(role, on=on, trust=school.trust_id)
    return found[0] if found else None


def contacts(school: School, on: date) -> Contacts:
    """One question to the database."""
    rows = (
        RoleAssignment.objects.on(on)
        .filter(
            school=school, role__in=("DSL", "DDSL", "HEAD"), person__in=User.objects.present(on)
        )
        .select_related("person")
        .order_by("order", "person__family_name")
    )
    held: dict[str, list[User]] = {}
    for row in rows:
        held.setdefault(row.role, []).append(row.person)
    return Contacts(
        dsl=next(iter(held.get("DSL", [])), None),
        deputies=held.get("DDSL", []),
        head=next(iter(held.get("HEAD", [])), None),
    )


def missing(
    on: date, *, school: School | None = None, trust: Trust | UUID | None = None
) -> list[str]:
    """The codes of the needed roles that nobody holds at the school (else at the trust) on that day."""
    needed = NEEDED_AT_SCHOOL if school else NEEDED_AT_TRUST
    rows = RoleAssignment.objects.on(on).filter(
        role__in=needed, person__in=User.objects.present(on)
    )
    if school:
        shared = rows.filter(school=None, trust_id=school.trust_id, role__in=SHARED)
        held = set((rows.filter(school=school) | shared).values_list("role", flat=True))
    else:
        held = set(rows.filter(school=None, trust=trust).values_list("role", flat=True))
    return [role for role in needed if role not in held]


def unheard(schools: Iterable[School], on: date) -> Iterator[tuple[School, list[str]]]:
    """Each of these schools that lacks a head, a lead or a deputy, with the codes it lacks: one question."""
    schools = list(schools)
    held = set(
        RoleAssignment.objects.on(on)
        .filter(school__in=schools, role__in=HEARS_AT_SCHOOL, person__in=User.objects.present(on))
        .values_list("school_id", "role")
    )
    for school in schools:
        if lacks := [role for role in HEARS_AT_SCHOOL if (school.pk, role) not in held]:
            yield school, lacks
