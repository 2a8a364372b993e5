"""The questions the frame asks the database on every page: few, and the same however much there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from access.roles import BY_CODE
from approvals.models import Request
from incidents.models import Incident
from people.models import RoleAssignment, User
from schools.models import School

ASK_FIRST = ("COMMS", "ADMIN", "HEAD")


@dataclass(frozen=True)
class Helper:
    """A colleague who can help with the portal."""

    name: str
    role: str
    phone: str


def schools_with_badges(ids: Iterable[UUID], user: Any, *, on: date) -> list[School]:
    """These schools with their trust. Each also says what waits for this person in all: one question for it all."""
    waiting = Request.objects.waiting_for(user)
    unseen = Incident.objects.visible_to(user, on=on).filter(status=Incident.Status.REPORTED)
    return list(
        School.objects.filter(pk__in=ids)
        .select_related("trust")
        .annotate(requests_waiting=number_of(waiting), concerns_unseen=number_of(unseen))
        .order_by("name")
    )


def number_of(rows: QuerySet[Any]) -> Coalesce:
    """How many rows these are, as a part of another question."""
    counted = (
        rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk", distinct=True))
    )
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


def helper_at(school: School, user: Any, *, on: date) -> Helper | None:
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
        first.person.phone or school.office_phone,
    )
