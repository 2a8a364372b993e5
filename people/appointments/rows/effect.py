"""What a confirmed appointment does: the role begins, the role ends, the last day is set."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from access.roles import BY_CODE
from audit import trail
from audit.events import Event
from people.appointments.fit import is_phoned
from people.appointments.holdings import newest_of, taken_out
from people.appointments.models import Appointment
from people.appointments.statuses import Kind
from people.person.models import User
from people.person.rows import write_leaving
from people.roles.ends import refuse_lone_deputy_in_office
from people.roles.held import forget
from people.roles.models import RoleAssignment, RoleQuerySet
from people.roles.rows import write_last_day
from workflow.promised import promised

A_DAY = timedelta(days=1)


def cannot_be_done(appointment: Appointment, on: date) -> bool:
    """Whether what was proposed is no longer possible."""
    person = appointment.person
    if appointment.kind == Kind.LEAVE:
        return person.has_left(on)
    if appointment.kind == Kind.END:
        ends = promised(appointment.assignment).end_date
        return bool(ends and (ends <= promised(appointment.end_date) or ends < on))
    if person.has_left(on) or not person.is_active:
        return True
    first = max(promised(appointment.start_date), on)
    is_over = appointment.end_date is not None and appointment.end_date < first
    return is_over or in_the_way(appointment, first).exists()


def in_the_way(appointment: Appointment, first: date) -> RoleQuerySet:
    """Who else would hold a sole role at the same time, the one it replaces apart; or the person, twice."""
    rows = (
        RoleAssignment.objects.filter(role=appointment.role, suspended_at=None)
        .at(school=appointment.school, trust=appointment.trust)
        .between(first, appointment.end_date)
    )
    if appointment.replaces_id:
        rows = rows.exclude(pk=appointment.replaces_id)
    if BY_CODE[appointment.role].sole:
        return rows
    return rows.filter(person=appointment.person)


def bring_about(appointment: Appointment, *, by: User, at: datetime) -> None:
    """Do what was proposed; `by` is whose word made it happen."""
    _lock_place(appointment)
    {Kind.BEGIN: _begin, Kind.END: _end, Kind.LEAVE: _set_last_day}[Kind(appointment.kind)](
        appointment, by, at
    )
    refuse_lone_deputy_in_office(appointment.school, localdate(at) + A_DAY, role=appointment.role)
    appointment.settled_at = at
    appointment.save(update_fields=["assignment", "replaced_until", "settled_at"])


def _lock_place(appointment: Appointment) -> None:
    """Two at once for one place would both be new."""
    place = appointment.school or appointment.trust
    type(place)._base_manager.select_for_update(no_key=True).get(pk=place.pk)


def _begin(appointment: Appointment, by: User, at: datetime) -> None:
    first = max(promised(appointment.start_date), localdate(at))
    if before := appointment.replaces:
        appointment.replaced_until = before.end_date
        write_last_day(before, max(first - A_DAY, before.start_date), by, at)
    confirmer = appointment.witnesses.exclude(confirmed_at=None).first()
    row = RoleAssignment.objects.create(
        person=appointment.person,
        role=appointment.role,
        trust=appointment.trust,
        school=appointment.school,
        start_date=first,
        end_date=appointment.end_date,
        order=appointment.order,
        given_by=appointment.proposed_by,
        given_at=at,
        confirmed_by=confirmer.person if confirmer else None,
    )
    appointment.assignment = row
    _take_number(appointment)
    forget(appointment.person)
    facts = {"role": row.role, "person": str(row.person_id)}
    trail.record(Event.ROLE_GIVEN, by=by, at=at, record=row, data=facts)


def _take_number(appointment: Appointment) -> None:
    """A number they gave themselves is never replaced."""
    person = appointment.person
    if appointment.phone and not person.phone and is_phoned(appointment.role):
        person.phone = appointment.phone
        person.save(update_fields=["phone"])


def give_number_back(appointment: Appointment, on: date) -> None:
    """The number came with a role that is off: it goes too, unless another role keeps it."""
    person = User.objects.select_for_update(no_key=True).get(pk=appointment.person_id)
    others = person.assignments.not_over(on).exclude(pk=appointment.assignment_id)
    is_theirs = appointment.phone and person.phone == appointment.phone
    if is_theirs and not any(is_phoned(row.role) for row in others):
        person.phone = ""
        person.save(update_fields=["phone"])


def _end(appointment: Appointment, by: User, at: datetime) -> None:
    row = promised(appointment.assignment)
    # Never into the past: until now they did hold it.
    last = max(promised(appointment.end_date), localdate(at) - A_DAY, row.start_date)
    write_last_day(row, last, by, at)


def _set_last_day(appointment: Appointment, by: User, at: datetime) -> None:
    write_leaving(appointment.person, appointment.end_date, by=by, at=at)


def give_again(appointment: Appointment, *, by: User, at: datetime) -> RoleAssignment | None:
    """The replacement is off: whoever had the role goes on with it, where they are here and the place is free.

    On the word by which they had it, without a day between, and until the day it would have ended. Where
    their own appointment was taken back since, whoever was there before them has it; where it is held back,
    they have it held back.
    """
    off, on = taken_out(appointment), localdate(at)
    if (replaced := off[-1].replaces) is None:
        return None
    before = newest_of(replaced)
    if not _was_ended_by(before, off) or not _is_here(before.person, on):
        return None
    _lock_place(appointment)
    last = _last_free_day(off[-1], before, on)
    first = promised(before.end_date) + A_DAY
    if last is not None and last < max(first, on):
        return None
    row = RoleAssignment.objects.create(
        person=before.person,
        role=before.role,
        trust=before.trust,
        school=before.school,
        start_date=first,
        end_date=last,
        order=before.order,
        given_by=before.given_by,
        given_at=before.given_at,
        confirmed_by=before.confirmed_by,
        suspended_at=before.suspended_at,
    )
    forget(row.person)
    facts = {"role": row.role, "person": str(row.person_id), "renews": str(before.pk)}
    trail.record(Event.ROLE_GIVEN, by=by, at=at, record=row, data=facts)
    return None if row.suspended_at else row


def _was_ended_by(before: RoleAssignment, off: list[Appointment]) -> bool:
    """By one of those that are off. Not where they had laid it down before: that is theirs to say."""
    until = off[-1].replaced_until
    ends = {max(promised(one.assignment).start_date - A_DAY, before.start_date) for one in off}
    return before.end_date in ends and (until is None or until > before.end_date)


def _is_here(person: User, on: date) -> bool:
    return bool(person.is_active) and not person.has_left(on)


def _last_free_day(appointment: Appointment, before: RoleAssignment, on: date) -> date | None:
    """The day before the next holder, or the one on which it would have ended; a day that is past if somebody has it."""
    others = (
        RoleAssignment.objects.filter(role=appointment.role, suspended_at=None)
        .at(school=appointment.school, trust=appointment.trust)
        .not_over(on)
        .exclude(pk=before.pk)
    )
    days = [row.start_date - A_DAY for row in others]
    days += [appointment.replaced_until] if appointment.replaced_until else []
    return min(days, default=None)
