"""Giving and ending roles. No role can give itself more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Denied
from access.roles import BY_CODE, Permission, Role
from audit import trail
from audit.events import Event
from people.ends import refuse_last_administrator, refuse_later_end
from people.held import forget
from people.leave import ask, ask_at
from people.models import RoleAssignment, User
from people.words import day


@transaction.atomic
def give_role(
    *,
    person: User,
    role: str,
    trust: Any,
    school: Any = None,
    start_date: date,
    end_date: date | None = None,
    order: int = 0,
    ends_current: bool = False,
    by: Any,
    at: datetime,
) -> RoleAssignment:
    """Give somebody a role at a school, or at the trust where no school is named.

    A role with one holder at a time is refused while somebody else has it, unless `ends_current`
    ends theirs on the day before.
    """
    if by.pk == person.pk:
        raise Denied("You cannot give a role to yourself. Ask another administrator.")
    ask_at(by, Permission.PEOPLE_MANAGE, localdate(at), school=school, trust=trust)
    kind = _assignable(role, school, person, trust)
    if end_date and end_date < start_date:
        raise ValidationError({"end_date": "Last day must be the same as or after the first day"})
    # Whoever gives a role here waits: two holders of one place would both be new.
    place = school or trust
    type(place)._base_manager.select_for_update(no_key=True).get(pk=place.pk)
    same = RoleAssignment.objects.filter(role=role).at(school=school, trust=trust)
    _refuse_twice(same.filter(person=person).between(start_date, end_date), kind)
    if kind.sole:
        _make_room(same.between(start_date, end_date), kind, start_date, ends_current, by, at)
    row = RoleAssignment.objects.create(
        person=person,
        role=role,
        trust=trust,
        school=school,
        start_date=start_date,
        end_date=end_date,
        order=order,
        given_by=by,
        given_at=at,
    )
    _refuse_lone_deputy_in_office(school, max(start_date, localdate(at)))
    forget(person)
    trail.record(
        Event.ROLE_GIVEN, by=by, at=at, record=row, data={"role": role, "person": str(person.pk)}
    )
    return row


@transaction.atomic
def end_role(
    *, assignment: RoleAssignment, end_date: date, by: Any, at: datetime
) -> RoleAssignment:
    """Say which day is the last on which somebody holds this role. An end only comes nearer."""
    ask(by, Permission.PEOPLE_MANAGE, assignment, localdate(at))
    refuse_later_end(assignment.end_date, end_date, "role")
    if assignment.role == "TADMIN":
        refuse_last_administrator(assignment.person, end_date, "end_date")
    _end(assignment, end_date, by, at)
    _refuse_lone_deputy_in_office(assignment.school, end_date + timedelta(days=1))
    return assignment


def _end(assignment: RoleAssignment, end_date: date, by: Any, at: datetime) -> None:
    if end_date < assignment.start_date:
        raise ValidationError(
            {
                "end_date": f"Last day must be the same as or after the first day, {day(assignment.start_date)}"
            }
        )
    assignment.end_date = end_date
    assignment.save(update_fields=["end_date"])
    forget(assignment.person)
    trail.record(
        Event.ROLE_ENDED,
        by=by,
        at=at,
        record=assignment,
        data={
            "role": assignment.role,
            "person": str(assignment.person_id),
            "end_date": end_date.isoformat(),
        },
    )


def _assignable(role: str, school: Any, person: User, trust: Any) -> Role:
    kind = BY_CODE.get(role)
    if kind is None or kind.is_relation:
        raise ValidationError({"role": "Select a role"})
    if school is None and "trust" not in kind.held_at:
        raise ValidationError({"school": f"{kind.name} is held at a school. Select the school"})
    if school is not None and "school" not in kind.held_at:
        raise ValidationError(
            {"school": f"{kind.name} is held for the whole trust, not at one school"}
        )
    if person.trust_id != trust.pk or (school is not None and school.trust_id != trust.pk):
        raise ValidationError({"role": f"{person.full_name} does not belong to {trust}"})
    return kind


def _refuse_twice(rows: Any, kind: Role) -> None:
    if row := rows.select_related("person").first():
        raise ValidationError(
            {
                "role": f"{row.person.full_name} is already {kind.name.lower()} here, since {day(row.start_date)}"
            }
        )


def _make_room(
    rows: Any, kind: Role, start_date: date, ends_current: bool, by: Any, at: datetime
) -> None:
    """One holder at a time: say who it is, or end theirs on the day before."""
    for row in rows.select_related("person", "school", "trust"):
        day_before = start_date - timedelta(days=1)
        if not ends_current or row.start_date > day_before:
            held = f"{row.person.full_name} is {kind.name.lower()} of {row.place}"
            raise ValidationError(
                {"ends_current": f"{held}. End that role on {day(day_before)} first"}
            )
        _end(row, day_before, by, at)


def _refuse_lone_deputy_in_office(school: Any, on: date) -> None:
    """A school's only deputy DSL may not be the one who keeps its register."""
    if school is None:
        return
    there = RoleAssignment.objects.at(school=school).on(on)
    deputies = set(there.filter(role="DDSL").values_list("person_id", flat=True))
    registrars = set(there.filter(role="ADMIN").values_list("person_id", flat=True))
    if len(deputies) == 1 and deputies <= registrars:
        raise ValidationError(
            {
                "role": "The only deputy designated safeguarding lead of a school cannot be its office manager too. "
                "Give the role of deputy to somebody else first"
            }
        )
