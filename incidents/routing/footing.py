"""The roles on which somebody's sight of a concern stands, as parts of a question about its readers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Value, When
from django.db.models.functions import Concat

from incidents.routing.staffing import OF_TRUSTEES
from people.models import RoleAssignment

A_DAY = timedelta(days=1)
# The place of the routing table that a role fills (`staffing.slot`).
PLACE = Case(
    *(When(role=role, school=None, then=Value(place)) for role, place in OF_TRUSTEES.items()),
    default=F("role"),
    output_field=CharField(),
)


def held(on: date) -> Any:
    """Roles of the reader that give this sight on this day.

    Each was given before the sight was, or goes on, without a day between, from one that ended.
    """
    renewed = RoleAssignment.objects.alias(called=PLACE).filter(
        Q(school=None) | Q(school=OuterRef("school")),
        person=OuterRef("person"),
        trust=OuterRef("trust"),
        called=OuterRef("called"),
        end_date__gte=OuterRef("start_date") - A_DAY,
        start_date__lt=OuterRef("start_date"),
    )
    return named(RoleAssignment.objects.on(on)).filter(
        Q(given_at__lte=OuterRef("added_at"))
        | Q(given_at=None, start_date__lte=OuterRef("added_at__date"))
        | Exists(renewed)
    )


def not_over(on: date) -> Any:
    """Roles of the reader that give this sight, now or from a later day; held back ones too."""
    return named(RoleAssignment.objects.not_over(on))


def named(roles: Any) -> Any:
    """Of these, the reader's at the concern's school or trust by which they have the sight."""
    return (
        roles.alias(called=PLACE, others=ExpressionWrapper(OuterRef("also_as"), CharField()))
        .filter(
            Q(school=None) | Q(school=OuterRef("incident__school")),
            person=OuterRef("person"),
            trust=OuterRef("incident__trust"),
        )
        .filter(
            Q(called=OuterRef("capacity"))
            | Q(others__contains=Concat(Value(" "), F("called"), Value(" ")))
        )
    )
