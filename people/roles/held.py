"""Which roles a person holds on a day, with the schools each one reaches: two queries, kept on the object."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.contrib.auth import get_user_model

from access.check import Held, Person
from access.roles import WAY_IN_TAKES_TWO
from people.roles.models import RoleAssignment
from prepared_sql.statements import Prepared
from schools.models import School

# Who says that a colleague is who the portal takes them for: the head and safeguarding roles of the place.
KNOWS = frozenset({"HEAD", "DSL", "DDSL", "TSL", "CEO", "CHAIR", "VICE_CHAIR"})


class Holder(Person, Protocol):
    """A person with the days between which their roles count."""

    leaving_date: date | None
    suspended_until: date | None


def held_on(user: Holder, day: date) -> tuple[Held, ...]:
    """The roles of this person on that day. A leaver holds none from the day after their last."""
    kept: dict[date, tuple[Held, ...]] = user.__dict__.setdefault("_held", {})
    if day not in kept:
        kept[day] = _ask(user, day)
    return kept[day]


def forget(user: Person) -> None:
    """Ask again next time: a role of this person has just changed."""
    user.__dict__.pop("_held", None)


def knows_of(user: Person, trust_id: UUID | None, held: list[tuple[str, Any]], on: date) -> bool:
    """Whether this person, as head or safeguarding lead, may say who a colleague with these roles is.

    At a school in common; of somebody with such a role for the whole trust, anybody of it. Somebody without
    such a role may be shown something by name, so they too.
    """
    takes_two = {school for role, school in held if role in WAY_IN_TAKES_TWO}
    places = takes_two or {school for _, school in held}
    mine = [row for row in user.roles_on(on) if row.role in KNOWS and row.trust_id == trust_id]
    return any(None in places or row.school_ids & places for row in mine)


def standing_in(pk: UUID, roles: tuple[Held, ...], *, on: date) -> Any:
    """Somebody with these roles on that day, to write a question for anybody who has the like."""
    person = get_user_model()(pk=pk)
    person.__dict__["_held"] = {on: roles}
    return person


def _ask(user: Holder, day: date) -> tuple[Held, ...]:
    if not user.is_active or (user.leaving_date and user.leaving_date < day):
        return ()
    if user.suspended_until and user.suspended_until >= day:
        return ()
    rows = ROLES.rows(None, {"person": user.pk, "day": day})
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


def _roles(_shape: None, values: Mapping[str, Any]) -> Any:
    held = RoleAssignment.objects.on(values["day"]).filter(person_id=values["person"])
    return held.values_list("role", "trust_id", "school_id")


def _schools(_shape: int, values: Mapping[str, Any]) -> Any:
    return School.objects.filter(trust_id__in=values["trusts"]).values_list("trust_id", "pk")


ROLES, SCHOOLS = Prepared(_roles), Prepared(_schools)


def _schools_of(trusts: set[UUID]) -> dict[Any, frozenset[UUID]]:
    if not trusts:
        return {}
    found: dict[UUID, set[UUID]] = {}
    for trust, school in SCHOOLS.rows(len(trusts), {"trusts": list(trusts)}):
        found.setdefault(trust, set()).add(school)
    return {trust: frozenset(ids) for trust, ids in found.items()}
