"""What each school has and what it lacks, for many schools in a fixed number of questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from access.roles import BY_CODE
from people.contacts import NEEDED_AT_SCHOOL, SHARED
from people.person.models import User
from people.roles.models import RoleAssignment
from schools.api import academic_year
from schools.models import School, SchoolDate

WITH_PHONE = ("DSL", "DDSL")
SHOWN = ("HEAD", "DHT", "DSL", "DDSL", "COMMS", "ADMIN", "NETMAN", "CHAIR", "VICE_CHAIR")


@dataclass(frozen=True)
class Lack:
    """Something a school still needs. `kind` is role, phone, dates, office or authority; `about` the role or the person."""

    kind: str
    says: str
    about: Any = None


@dataclass
class SchoolRow:
    """A school with the people in its roles."""

    school: School
    has_dates: bool
    year: int
    held: dict[str, list[User]] = field(default_factory=dict)

    @property
    def head(self) -> User | None:
        return next(iter(self.held.get("HEAD", [])), None)

    @property
    def dsl(self) -> User | None:
        return next(iter(self.held.get("DSL", [])), None)

    @property
    def contacts(self) -> list[tuple[str, list[User]]]:
        """The roles a school is asked for, with whoever holds each; the others where somebody does."""
        codes = [code for code in SHOWN if code in NEEDED_AT_SCHOOL or self.held.get(code)]
        return [(BY_CODE[code].name, self.held.get(code, [])) for code in codes]

    @property
    def lacks(self) -> list[Lack]:
        found = [
            Lack("role", f"No {BY_CODE[code].name[:1].lower()}{BY_CODE[code].name[1:]}", code)
            for code in NEEDED_AT_SCHOOL
            if not self.held.get(code)
        ]
        people = [person for code in WITH_PHONE for person in self.held.get(code, [])]
        found += [
            Lack("phone", _number_of(person), person) for person in people if not person.reached_on
        ]
        if not self.has_dates:
            found.append(Lack("dates", f"No term dates for {self.year} to {self.year + 1}"))
        if not self.school.office_phone:
            found.append(Lack("office", "No office phone"))
        if not (self.school.social_care_phone and self.school.lado_phone):
            found.append(Lack("authority", "No numbers of the local authority"))
        return found


def _number_of(person: User) -> str:
    if person.phone:
        return f"Nobody has spoken to {person.full_name} yet, so no phone number is given for them"
    return f"{person.full_name} has no phone number"


def rows_of(schools: Iterable[School], on: date) -> list[SchoolRow]:
    """The rows in the order of the schools: two questions."""
    schools = list(schools)
    year = academic_year(on)
    dated = set(
        SchoolDate.objects.filter(
            school__in=schools,
            kind=SchoolDate.Kind.TERM,
            start_date__lt=date(year + 1, 9, 1),
            end_date__gte=date(year, 9, 1),
        ).values_list("school_id", flat=True)
    )
    rows = {school.pk: SchoolRow(school, school.pk in dated, year) for school in schools}
    _seat(rows, on)
    return list(rows.values())


def _seat(rows: dict[Any, SchoolRow], on: date) -> None:
    """Put each holder in their school's row; a role that a trust shares in those of its schools that lack it."""
    trusts = {row.school.trust_id for row in rows.values()}
    held = (
        RoleAssignment.objects.on(on)
        .filter(trust__in=trusts, role__in=SHOWN, person__in=User.objects.present(on))
        .select_related("person")
        .order_by("order", "person__family_name")
    )
    shared = []
    for assignment in held:
        if assignment.school_id in rows:
            rows[assignment.school_id].held.setdefault(assignment.role, []).append(
                assignment.person
            )
        elif assignment.school_id is None and assignment.role in SHARED:
            shared.append(assignment)
    for row in rows.values():
        own = set(row.held)
        for assignment in shared:
            if assignment.trust_id == row.school.trust_id and assignment.role not in own:
                row.held.setdefault(assignment.role, []).append(assignment.person)
