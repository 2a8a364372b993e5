"""Who may confirm an appointment, and who is told of it (design: appointments, part 2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from access.check import schools_where, trusts_where
from access.roles import APPOINTED, Permission, grants
from people.appointments.statuses import Kind
from people.person.models import User
from people.roles.models import RoleAssignment
from schools.models import School, Trust

# Who confirms, and who is told: the head and safeguarding roles of the place.
CONFIRMS = ("HEAD", "DSL", "TSL", "CEO", "CHAIR", "VICE_CHAIR")
TOLD = ("HEAD", "DSL", "DDSL", "TSL", "CEO", "CHAIR", "VICE_CHAIR")
DECIDES = ("TSL", "CEO", "CHAIR", "VICE_CHAIR")
ADMINISTRATORS = ("ADMIN", "TADMIN")
# Who hears concerns about the first: where another fits, the first neither confirms nor ends for it.
HEARS_ABOUT = {
    "HEAD": frozenset({"CHAIR", "VICE_CHAIR", "CEO"}),
    "DSL": frozenset({"HEAD"}),
}
TRUST_HEARS_ABOUT = {"CEO": frozenset({"CHAIR", "TSL"})}
LATELY = timedelta(days=90)


@dataclass(frozen=True)
class Asked:
    """What a second person is asked about: whose, proposed by whom, for which role where."""

    person: User
    proposer: Any
    role: str
    trust: Trust
    school: School | None
    on: date
    # Somebody whose role ends by it confirms nothing about it.
    also_not: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Found:
    """Everybody who is told, and the rows by which some of them may confirm."""

    told: list[User]
    confirmers: list[RoleAssignment]
    needs: int


def found_for(asked: Asked) -> Found:
    """Holders there or of the trust; where none of these fits, those of any school of the trust."""
    rows = holders(asked.trust.pk, asked.on)
    there = [row for row in rows if _is_there(row, asked)]
    told = {row.person_id: row.person for row in there if row.role in TOLD}
    fit = _administrators(rows, asked) or _fit(there, asked)
    needs = 1
    if not fit:
        fit = [row for row in _fit(rows, asked) if not _is_fresh_by_code(row, asked.on)]
        # No one school may fill a place of the whole trust.
        needs = 1 if asked.school else 2
    best = _better(fit, asked)
    if len({row.person_id for row in best}) < needs:
        best = []
    told.pop(asked.person.pk, None)
    return Found(list(told.values()), best, needs)


def manages_people(user: User, on: date) -> bool:
    return bool(
        schools_where(user, Permission.PEOPLE_MANAGE, on)
        or trusts_where(user, Permission.PEOPLE_MANAGE, on)
    )


def holders(trust_id: UUID, on: date) -> list[RoleAssignment]:
    """Everybody of the trust who confirms, is told, or keeps the list of people."""
    rows = RoleAssignment.objects.on(on).filter(
        role__in=(*TOLD, *ADMINISTRATORS), trust_id=trust_id, person__in=User.objects.present(on)
    )
    return list(rows.select_related("person").order_by("person__family_name", "pk"))


def still_fits(witness: Any, on: date) -> bool:
    """Whether somebody who was asked may still confirm: they hold such a role, and keep no list of people."""
    appointment = witness.appointment
    if appointment.role in ADMINISTRATORS and witness.person.pk != appointment.person_id:
        kinds: tuple[str, ...] = (*CONFIRMS, *ADMINISTRATORS)
    else:
        kinds = CONFIRMS
    held = {row.role for row in witness.person.roles_on(on) if row.trust_id == appointment.trust_id}
    if held.isdisjoint(kinds):
        return False
    return appointment.role in ADMINISTRATORS or not manages_people(witness.person, on)


def may_decide(witness: Any, on: date) -> bool:
    """Whether somebody who was told may decide about the holder's objection."""
    appointment, person = witness.appointment, witness.person
    rows = person.assignments.on(on).filter(role__in=DECIDES, trust_id=appointment.trust_id)
    by = appointment.proposed_by
    if person.known_at is None or all(is_fresh_from(by, row, on) for row in rows):
        return False
    return bool(person.roles_on(on)) and not manages_people(person, on)


def deciders_of(appointment: Any, on: date) -> list[User]:
    """Who decides about the holder's objection: of those who were told, neither proposer nor one of the two."""
    parties = {appointment.proposed_by_id, appointment.person_id, appointment.holder_id}
    told = appointment.witnesses.select_related("person")
    return [row.person for row in told if row.person_id not in parties and may_decide(row, on)]


def _is_there(row: RoleAssignment, asked: Asked) -> bool:
    if asked.school is None:
        return row.school_id is None
    return row.school_id in (None, asked.school.pk)


def _administrators(rows: Iterable[RoleAssignment], asked: Asked) -> list[RoleAssignment]:
    """A second administrator of that place, for the role of an administrator alone."""
    if asked.role not in ADMINISTRATORS:
        return []
    return [
        row
        for row in rows
        if row.role in ADMINISTRATORS and _is_there(row, asked) and _is_second(row, asked)
    ]


def _fit(rows: Iterable[RoleAssignment], asked: Asked) -> list[RoleAssignment]:
    return [
        row
        for row in rows
        if row.role in CONFIRMS
        and _is_second(row, asked)
        and not manages_people(row.person, asked.on)
    ]


def _is_second(row: RoleAssignment, asked: Asked) -> bool:
    return row.person_id not in asked.also_not and is_second(
        row, person=asked.person, proposer=asked.proposer, on=asked.on
    )


def is_second(row: RoleAssignment, *, person: User, proposer: Any, on: date) -> bool:
    """Neither of the two, reporting to neither, known to be who they are, and not just appointed by who proposes."""
    two = {person.pk, proposer.pk}
    return (
        row.person_id not in two
        and row.person.line_manager_id not in two
        and row.person.known_at is not None
        and not is_fresh_from(proposer, row, on)
    )


def is_fresh_from(proposer: Any, row: RoleAssignment, on: date) -> bool:
    """Whether the proposer has put them there lately: they could have done it for this."""
    if proposer.is_system or row.given_at is None:
        return False
    was_theirs = proposer.pk in (row.given_by_id, row.confirmed_by_id)
    return was_theirs and on - localdate(row.given_at) < LATELY


def _is_fresh_by_code(row: RoleAssignment, on: date) -> bool:
    """Whom only a code has put there speaks outside their own school after 90 days."""
    if row.given_at is None or on - localdate(row.given_at) >= LATELY:
        return False
    begun = RoleAssignment.objects.on_the_word_of(row)
    return begun.filter(appointments__kind=Kind.BEGIN, appointments__by_code=True).exists()


def _better(fit: list[RoleAssignment], asked: Asked) -> list[RoleAssignment]:
    better = [
        row for row in fit if not hears_about(row.role, asked.role, at_trust=asked.school is None)
    ]
    return better or fit


def hears_about(confirmer: str, role: str, *, at_trust: bool) -> bool:
    """Whether whoever confirms by the first role would fill the place of somebody who hears concerns about them."""
    if role in HEARS_ABOUT.get(confirmer, ()):
        return True
    return at_trust and role in TRUST_HEARS_ABOUT.get(confirmer, ())


def is_phoned(role: str) -> bool:
    """Whether staff who report a concern phone whoever has this role: they keep a number of their own."""
    return grants(role, Permission.SAFEGUARDING_PHONE_CHANGE)


def takes_two(role: str) -> bool:
    """Whether this role begins only when a second person says yes."""
    return role in APPOINTED or role in ADMINISTRATORS
