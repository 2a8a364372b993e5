"""Giving and ending roles. No role can give itself more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Denied, ask, ask_at
from access.roles import APPOINTED, BY_CODE, Permission, Role
from audit import trail
from audit.events import Event
from people.appointments import actions as appointments
from people.appointments.fit import takes_two
from people.person.models import User
from people.roles.assignable import assignable
from people.roles.ends import (
    refuse_last_administrator,
    refuse_later_end,
    refuse_lone_deputy_in_office,
)
from people.roles.held import forget
from people.roles.models import RoleAssignment
from people.roles.rows import hold_back_role, write_last_day
from people.words import day
from schools.models import School, Trust


@transaction.atomic
def give_role(
    *,
    person: User,
    role: str,
    trust: Trust,
    school: School | None = None,
    start_date: date,
    end_date: date | None = None,
    order: int = 0,
    ends_current: bool = False,
    by: User,
    at: datetime,
) -> RoleAssignment:
    """Give somebody a role at a school, or at the trust where no school is named.

    A role that hears concerns, signs or decides who may is proposed instead (people/appointments).
    A role with one holder at a time is refused while somebody else has it, unless `ends_current`
    ends theirs on the day before.
    """
    if by.pk == person.pk:
        raise Denied("You cannot give a role to yourself. Ask another administrator.")
    ask_at(by, Permission.PEOPLE_MANAGE, localdate(at), school=school, trust=trust)
    if not by.is_system and takes_two(role):
        raise Denied(f"{BY_CODE[role].name} is not given by one person. {PROPOSE}")
    kind = assignable(role, school, person, trust)
    if end_date and end_date < start_date:
        raise ValidationError({"end_date": "Last day must be the same as or after the first day"})
    # Whoever gives a role here waits: two holders of one place would both be new.
    place = school or trust
    type(place)._base_manager.select_for_update(no_key=True).get(pk=place.pk)
    same = RoleAssignment.objects.filter(role=role, suspended_at=None).at(
        school=school, trust=trust
    )
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
    refuse_lone_deputy_in_office(school, max(start_date, localdate(at)), role=role)
    forget(person)
    trail.record(
        Event.ROLE_GIVEN, by=by, at=at, record=row, data={"role": role, "person": str(person.pk)}
    )
    return row


@transaction.atomic
def end_role(
    *, assignment: RoleAssignment, end_date: date, by: User, at: datetime
) -> RoleAssignment:
    """Say which day is the last on which somebody holds this role. An end only comes nearer."""
    ask(by, Permission.PEOPLE_MANAGE, assignment, localdate(at))
    if not by.is_system and assignment.role in APPOINTED and assignment.person_id != by.pk:
        raise Denied(f"{assignment.name} is not ended by one person. {PROPOSE}")
    refuse_later_end(assignment.end_date, end_date, "role")
    if assignment.role == "TADMIN":
        refuse_last_administrator(assignment.person, end_date, "end_date")
    _end(assignment, end_date, by, at)
    refuse_lone_deputy_in_office(
        assignment.school, end_date + timedelta(days=1), role=assignment.role
    )
    return assignment


@transaction.atomic
def lay_down_role(*, assignment: RoleAssignment, by: User, at: datetime) -> RoleAssignment:
    """Give up one's own role: today is its last day; one that is still to come never begins.

    Nothing brings it back but a new proposal.
    """
    on = localdate(at)
    locked = RoleAssignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if locked.person_id != by.pk or locked.role == "STAFF":
        raise Denied("You can lay down only a role of your own.")
    if locked.end_date and locked.end_date <= _last_of(locked, on):
        return locked
    if locked.role == "TADMIN":
        refuse_last_administrator(locked.person, on, "end_date")
    trail.record(Event.ROLE_LAID_DOWN, by=by, at=at, record=locked, data={"role": locked.role})
    begins = locked.start_date > on
    if begins:
        hold_back_role(locked, at=at, for_good=True)
    else:
        write_last_day(locked, on, by, at)
    appointments.laid_down(assignment=locked, has_begun=not begins, by=by, at=at)
    return locked


def _last_of(row: RoleAssignment, on: date) -> date:
    """With this last day it is over, or, laid down before, never begins."""
    return max(row.start_date, on) if row.suspended_at else on


PROPOSE = "Propose it: a second person confirms it."


def _end(assignment: RoleAssignment, end_date: date, by: User, at: datetime) -> None:
    if end_date < assignment.start_date:
        raise ValidationError(
            {
                "end_date": f"Last day must be the same as or after the first day, {day(assignment.start_date)}"
            }
        )
    write_last_day(assignment, end_date, by, at)


def _refuse_twice(rows: Any, kind: Role) -> None:
    if row := rows.select_related("person").first():
        raise ValidationError(
            {
                "role": f"{row.person.full_name} is already {kind.name.lower()} here, since {day(row.start_date)}"
            }
        )


def _make_room(
    rows: Any, kind: Role, start_date: date, ends_current: bool, by: User, at: datetime
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
