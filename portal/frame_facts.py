"""The questions the frame asks the database on every page: few, and the same however much there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from access.asker import Asker
from access.roles import BY_CODE, Permission, grants
from approvals.models import Request
from incidents.models import Incident
from people.api import standing_in
from people.models import RoleAssignment, User
from prepared_sql.statements import Columns, Prepared, Values
from schools.models import School, Trust

OF_SCHOOL, OF_TRUST = Columns(School), Columns(Trust, "trust__")
ASK_FIRST = ("COMMS", "ADMIN", "HEAD")


@dataclass(frozen=True)
class Helper:
    """A colleague who can help with the portal."""

    name: str
    role: str
    phone: str


def schools_with_badges(ids: Iterable[UUID], user: User, *, on: date) -> list[School]:
    """These schools with their trust. Each also says what waits for this person in all: one question for it all."""
    asker = Asker.of(user.roles_on(on))
    ids = list(ids)
    values: Values = {
        "ids": ids,
        "person": user.pk,
        "on": on,
        "trusts": asker.trusts,
        "schools": asker.schools,
    }
    rows = WITH_BADGES.rows((len(ids), asker.shape), values)
    trusts: dict[UUID, Trust] = {}
    return [_school(iter(row), trusts) for row in rows]


def _with_badges(shape: Any, values: Mapping[str, Any]) -> QuerySet[School]:
    asker = Asker(shape[1], values["trusts"], values["schools"])
    user = standing_in(values["person"], asker.roles(), on=values["on"])
    badges = {
        "requests_waiting": number_of(Request.objects.waiting_for(user, on=values["on"])),
        "concerns_unseen": Value(0),
    }
    if any(grants(held.role, Permission.CONCERN_LIST) for held in asker.roles()):
        unseen = Incident.objects.visible_to(user, on=values["on"]).filter(
            status=Incident.Status.REPORTED
        )
        badges["concerns_unseen"] = number_of(unseen)
    schools = School.objects.filter(pk__in=values["ids"]).annotate(**badges).order_by("name")
    return schools.values_list(*OF_SCHOOL.asked, *OF_TRUST.asked, *badges)


WITH_BADGES = Prepared(_with_badges)


def _school(row: Iterator[Any], trusts: dict[UUID, Trust]) -> School:
    """The school of one row, with its trust (one object for all its schools) and what waits."""
    school, trust = OF_SCHOOL.take(row), OF_TRUST.take(row)
    school.trust = trusts.setdefault(trust.pk, trust)
    school.requests_waiting, school.concerns_unseen = row
    return school


def administrators_of(trust_ids: Iterable[UUID], *, on: date) -> list[User]:
    """The portal administrators of these trusts."""
    held = RoleAssignment.objects.on(on).filter(
        role="TADMIN", trust__in=list(trust_ids), school=None
    )
    people = User.objects.present(on).filter(pk__in=held.values("person"))
    return list(people.order_by("family_name", "given_name"))


def number_of(rows: QuerySet[Any]) -> Coalesce:
    """How many rows these are, as a part of another question."""
    counted = (
        rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk", distinct=True))
    )
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


def helper_at(school: School, user: User, *, on: date) -> Helper | None:
    """The communications manager (a trust may share one), else the office, else the headteacher; never oneself."""
    here = Q(school=school, role__in=ASK_FIRST) | Q(
        school=None, trust=school.trust_id, role=ASK_FIRST[0]
    )
    held = (
        RoleAssignment.objects.on(on)
        .filter(here, person__in=User.objects.present(on))
        .exclude(person=user)
        .select_related("person")
        .order_by("order")
    )
    first = min(held, key=lambda row: ASK_FIRST.index(row.role), default=None)
    if first is None:
        return None
    return Helper(
        first.person.full_name,
        BY_CODE[first.role].name.lower(),
        first.person.reached_on or school.office_phone,
    )
