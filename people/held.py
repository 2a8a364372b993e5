"""Which roles a person holds on a day, with the schools each one reaches: two queries, kept on the object."""

from __future__ import annotations

from datetime import date
from typing import Any

from access.check import Held


def held_on(user: Any, day: date) -> tuple[Held, ...]:
    """The roles of this person on that day. A leaver holds none from the day after their last."""
    kept: dict[date, tuple[Held, ...]] = user.__dict__.setdefault("_held", {})
    if day not in kept:
        kept[day] = _ask(user, day)
    return kept[day]


def forget(user: Any) -> None:
    """Ask again next time: a role of this person has just changed."""
    user.__dict__.pop("_held", None)


def _ask(user: Any, day: date) -> tuple[Held, ...]:
    if not user.is_active or (user.leaving_date and user.leaving_date < day):
        return ()
    rows = list(user.assignments.on(day).values_list("role", "trust_id", "school_id"))
    schools = _schools_of({trust for _, trust, school in rows if school is None})
    return tuple(
        Held(
            role=role,
            trust_id=trust,
            school_ids=frozenset([school]) if school else schools.get(trust, frozenset()),
            is_trust_wide=school is None,
        )
        for role, trust, school in rows
    )


def _schools_of(trusts: set[Any]) -> dict[Any, frozenset[Any]]:
    if not trusts:
        return {}
    from schools.models import School

    if len(trusts) == 1:
        (only,) = trusts
        return {only: frozenset(School.objects.filter(trust_id=only).values_list("pk", flat=True))}
    found: dict[Any, set[Any]] = {}
    for trust, school in School.objects.filter(trust_id__in=trusts).values_list("trust_id", "pk"):
        found.setdefault(trust, set()).add(school)
    return {trust: frozenset(ids) for trust, ids in found.items()}
