"""Proposing: a role that begins, a role that ends, somebody's last day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Denied, ask, ask_at
from access.roles import APPOINTED, Permission
from audit import trail
from audit.events import Event
from people.appointments import emails
from people.appointments.deciders import givers_back
from people.appointments.fit import (
    Asked,
    Found,
    found_for,
    is_phoned,
    takes_two,
)
from people.appointments.models import Appointment, Witness
from people.appointments.rows.effect import in_the_way
from people.appointments.statuses import OPEN, Kind, Status
from people.person.models import User
from people.person.numbers import NO_NUMBER, NOT_A_NUMBER, is_phone
from people.roles.assignable import assignable
from people.roles.ends import refuse_later_end
from people.roles.models import RoleAssignment
from people.words import day
from schools.models import School, Trust
from workflow.promised import promised


@transaction.atomic
def propose(
    *,
    person: User,
    role: str,
    trust: Trust,
    school: School | None = None,
    start_date: date,
    end_date: date | None = None,
    order: int = 0,
    ends_current: bool = False,
    phone: str = "",
    upload: Any = None,
    by: User,
    at: datetime,
) -> Appointment:
    """Propose that somebody hears concerns, signs or decides who may, from a day on. Nothing changes yet.

    A role with one holder at a time names whom it replaces with `ends_current`. The number becomes
    the person's own when it begins, if they have given none.
    """
    if by.pk == person.pk:
        raise Denied("You cannot propose yourself. Ask somebody else who may propose.")
    on = localdate(at)
    ask_at(by, Permission.APPOINTMENT_PROPOSE, on, school=school, trust=trust)
    kind = assignable(role, school, person, trust)
    if not takes_two(role):
        raise ValidationError({"role": f"{kind.name} needs no second person: give the role"})
    if end_date and end_date < start_date:
        raise ValidationError({"end_date": "Last day must be the same as or after the first day"})
    _refuse_number(phone.strip(), role)
    _refuse_leaver(person, on)
    appointment = Appointment(
        kind=Kind.BEGIN,
        person=person,
        role=role,
        trust=trust,
        school=school,
        start_date=start_date,
        end_date=end_date,
        order=order,
        phone=phone.strip(),
        upload=upload,
        proposed_by=by,
        proposed_at=at,
    )
    _refuse_second(appointment, on)
    appointment.replaces = _whom_it_replaces(appointment, kind, ends_current, on)
    return _put(appointment, by=by, at=at)


@transaction.atomic
def propose_end(
    *, assignment: RoleAssignment, end_date: date, by: User, at: datetime
) -> Appointment:
    """Propose the last day of a role that hears concerns or signs. Its holder is told, and can agree or object."""
    on = localdate(at)
    ask(by, Permission.APPOINTMENT_PROPOSE, assignment, on)
    refuse_later_end(assignment.end_date, end_date, "role")
    if end_date < assignment.start_date:
        first = day(assignment.start_date)
        raise ValidationError(
            {"end_date": f"Last day must be the same as or after the first day, {first}"}
        )
    appointment = Appointment(
        kind=Kind.END,
        person=assignment.person,
        role=assignment.role,
        trust=assignment.trust,
        school=assignment.school,
        end_date=end_date,
        assignment=assignment,
        proposed_by=by,
        proposed_at=at,
    )
    _refuse_second(appointment, on)
    return _put(appointment, by=by, at=at)


@transaction.atomic
def propose_leaving(
    *, person: User, leaving_date: date | None, by: User, at: datetime
) -> Appointment:
    """Propose the last day of somebody who hears concerns or signs; with none, that they stay. No reason is asked."""
    on = localdate(at)
    ask(by, Permission.APPOINTMENT_PROPOSE, person, on)
    row = _weightiest(person.assignments.not_over(on).filter(role__in=APPOINTED))
    if row is None:
        raise ValidationError("This needs no second person: set the leaving date.")
    _refuse_no_change(person, leaving_date, on)
    appointment = Appointment(
        kind=Kind.LEAVE,
        person=person,
        role=row.role,
        trust=row.trust,
        school=row.school,
        end_date=leaving_date,
        proposed_by=by,
        proposed_at=at,
    )
    _refuse_second(appointment, on)
    return _put(appointment, by=by, at=at)


def _refuse_no_change(person: User, leaving_date: date | None, on: date) -> None:
    if person.has_left(on) or leaving_date == person.leaving_date:
        says = "This is their last day already" if leaving_date else "Enter their last day"
        has_left = f"{person.full_name} has left"
        raise ValidationError({"leaving_date": has_left if person.has_left(on) else says})


def _weightiest(rows: Iterable[RoleAssignment]) -> RoleAssignment | None:
    """Of several roles of one person the one whose end is decided highest up."""
    order = ("CEO", "CHAIR", "TSL", "HEAD", "VICE_CHAIR", "DSL", "DDSL")
    ranked = sorted(rows, key=lambda row: (*order, row.role).index(row.role))
    return ranked[0] if ranked else None


def _put(appointment: Appointment, *, by: User, at: datetime) -> Appointment:
    """Keep it with everybody who is told, and write to them."""
    found = found_for(_asked(appointment, by, localdate(at)))
    appointment.needs = found.needs
    appointment.save(force_insert=True)
    _keep_witnesses(appointment, found)
    trail.record(
        Event.APPOINTMENT_PROPOSED, by=by, at=at, record=appointment, data=_facts(appointment)
    )
    emails.proposed(appointment, at=at)
    return appointment


def _asked(appointment: Appointment, by: User, on: date) -> Asked:
    holder = appointment.holder_id
    return Asked(
        person=appointment.person,
        proposer=by,
        role=appointment.role,
        trust=appointment.trust,
        school=appointment.school,
        on=on,
        also_not=frozenset([holder] if holder else ()),
    )


def _keep_witnesses(appointment: Appointment, found: Found) -> None:
    may = {row.person_id: row for row in found.confirmers}
    everybody = {user.pk for user in found.told} | set(may)
    Witness.objects.bulk_create(
        Witness(
            appointment=appointment,
            person_id=pk,
            may_confirm=pk in may,
            school_id=may[pk].school_id if pk in may else None,
        )
        for pk in sorted(everybody, key=str)
    )


def _facts(appointment: Appointment) -> dict[str, Any]:
    """What the ledger keeps of a proposal."""
    return {
        "kind": appointment.kind,
        "role": appointment.role,
        "person": str(appointment.person_id),
        "replaces": str(appointment.holder_id) if appointment.replaces else None,
    }


def _refuse_number(phone: str, role: str) -> None:
    if phone and not is_phoned(role):
        raise ValidationError({"phone": NO_NUMBER})
    if phone and not is_phone(phone):
        raise ValidationError({"phone": NOT_A_NUMBER})


def _refuse_leaver(person: User, on: date) -> None:
    if person.has_left(on) or not person.is_active:
        raise ValidationError({"role": f"{person.full_name} has left"})


def _refuse_second(appointment: Appointment, on: date) -> None:
    """One proposal at a time for one place and person; a second is no way round one that is held back."""
    same = Appointment.objects.filter(
        kind=appointment.kind,
        role=appointment.role,
        school=appointment.school,
        trust=appointment.trust,
        person=appointment.person,
    )
    if same.filter(status__in=OPEN).exists():
        raise ValidationError("This has been proposed already, and waits to be confirmed")
    for held in same.filter(kind=Kind.BEGIN, status=Status.SUSPENDED):
        if givers := givers_back(held, on):
            names = " or ".join(one.full_name for one in givers[:3])
            raise ValidationError(
                {"role": f"This role of theirs is held back. {names} can give it back"}
            )


def _whom_it_replaces(
    appointment: Appointment, kind: Any, ends_current: bool, on: date
) -> RoleAssignment | None:
    first = max(promised(appointment.start_date), on)
    others = in_the_way(appointment, first).select_related("person", "school", "trust")
    rows = list(others.order_by("start_date"))
    if twice := next((row for row in rows if row.person_id == appointment.person.pk), None):
        since = day(twice.start_date)
        raise ValidationError(
            {"role": f"{twice.person.full_name} is already {kind.name.lower()} here, since {since}"}
        )
    if not rows:
        return None
    row = rows[0]
    held = f"{row.person.full_name} is {kind.name.lower()} of {row.place}"
    if len(rows) > 1 or row.start_date >= first:
        raise ValidationError({"start_date": _what_to_do_first(held, rows[-1])})
    if not ends_current:
        before = day(first - timedelta(days=1))
        raise ValidationError(
            {"ends_current": f"{held}. Select this to propose that their role ends on {before}"}
        )
    return row


def _what_to_do_first(held: str, last: RoleAssignment) -> str:
    """One proposal replaces one holder, and only who has begun: the newest is dealt with on their own page."""
    since = day(last.start_date)
    begins = (
        f"{held} from {since}"
        if last.person.full_name in held
        else f"{held}, and {last.person.full_name} from {since}"
    )
    return (
        f"{begins}. Enter a first day after {since}. If that is a mistake, whoever confirmed it can take it back for "
        "seven days, and whoever has the role can lay it down; then propose this again"
    )
