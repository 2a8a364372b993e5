"""Who holds an appointment back, and who gives back what is held back: never on the word of one alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from people.appointments.fit import (
    CONFIRMS,
    TOLD,
    Asked,
    found_for,
    holders,
    is_second,
    still_fits,
)
from people.appointments.statuses import Status
from people.person.models import User
from people.roles.hearers import hears_of


def others_to_hold_back(appointment: Any, *, but: Any, on: date) -> list[User]:
    """Who besides this person was told, can hold it or take it back, and is not somebody of whom it hears."""
    out = {but.pk, appointment.person_id, appointment.proposed_by_id, appointment.holder_id}
    told = User.objects.present(on).filter(pk__in=appointment.witnesses.values("person"))
    return [
        one
        for one in told.exclude(known_at=None).exclude(pk__in=out - {None})
        if _confirms(one, appointment, on) and not hears_of(one, [appointment], on)
    ]


def givers_back(appointment: Any, on: date) -> list[User]:
    """Who gives back what is held back: the first of these groups in which there is anybody.

    Whoever could confirm it and has not; any other head or safeguarding lead there, a deputy too, then of the
    trust; of these, somebody of whom it hears concerns only where nobody else is left. Where nobody is, whoever
    held it back: no word of theirs confirmed it, and none but theirs stands against it.
    """
    if appointment.status != Status.SUSPENDED:
        return []
    groups = [_could_confirm(appointment, on), *_others(appointment, on)]
    free = [[one for one in group if not hears_of(one, [appointment], on)] for group in groups]
    held = User.objects.present(on).filter(pk=appointment.suspended_by_id).exclude(known_at=None)
    return next((group for group in (*free, *groups) if group), list(held))


def settlers_of(appointment: Any, on: date) -> list[User]:
    """Who ends it that something is held back: whoever gives it back, and whoever confirmed it, who takes it back."""
    said = appointment.witnesses.exclude(confirmed_at=None).select_related("person", "appointment")
    here = User.objects.present(on).filter(pk__in=said.values("person")).exclude(known_at=None)
    still = set(here.values_list("pk", flat=True))
    takers = [one.person for one in said if one.person_id in still and still_fits(one, on)]
    return _each([*givers_back(appointment, on), *takers])


def _could_confirm(appointment: Any, on: date) -> list[User]:
    """Those who were asked and still may, and those who would be asked today."""
    out = _out(appointment)
    asked = appointment.witnesses.filter(may_confirm=True).select_related("person", "appointment")
    here = set(User.objects.present(on).exclude(known_at=None).values_list("pk", flat=True))
    still = [
        one.person
        for one in asked
        if one.person_id not in out and one.person_id in here and still_fits(one, on)
    ]
    now = found_for(
        Asked(
            person=appointment.person,
            proposer=appointment.proposed_by,
            role=appointment.role,
            trust=appointment.trust,
            school=appointment.school,
            on=on,
            also_not=frozenset(out),
        )
    )
    return _each([*still, *(row.person for row in now.confirmers)])


def _others(appointment: Any, on: date) -> list[list[User]]:
    out = _out(appointment)
    two = {"person": appointment.person, "proposer": appointment.proposed_by}
    rows = [
        row
        for row in holders(appointment.trust_id, on)
        if row.role in TOLD and row.person_id not in out and is_second(row, **two, on=on)
    ]
    near = [row.person for row in rows if row.school_id in (None, appointment.school_id)]
    return [_each(near), _each(row.person for row in rows)]


def _out(appointment: Any) -> set[UUID]:
    """Who held it back, who confirmed it, and whom it is about."""
    said = appointment.witnesses.exclude(confirmed_at=None).values_list("person_id", flat=True)
    about = (appointment.person_id, appointment.proposed_by_id, appointment.holder_id)
    return {appointment.suspended_by_id, *said, *about} - {None}


def _confirms(user: User, appointment: Any, on: date) -> bool:
    held = {row.role for row in user.roles_on(on) if row.trust_id == appointment.trust_id}
    return not held.isdisjoint(CONFIRMS)


def _each(people: Iterable[User]) -> list[User]:
    return list({one.pk: one for one in people}.values())
