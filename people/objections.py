"""What roles alone do not decide about people: whose number, whose time away, whose training."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from access.check import objection, roles_at, schools_where, trusts_where
from access.roles import COUNTS_ONCE_KNOWN, Permission, grants
from people.appointments.deciders import others_to_hold_back
from people.appointments.fit import CONFIRMS, manages_people, takes_two
from people.known.knowers import how_to_be_known, known_knowers_of
from people.person.models import User
from people.roles.hearers import hears_of, roles_of
from people.roles.models import RoleAssignment


def nobody_unknown(user: User, record: Any, on: date) -> str | None:
    """Whoever was given a way in may be anybody, until somebody has spoken to them. What is their own stays theirs."""
    if user.known_at is not None or "SELF" in roles_at(user, record, on):
        return None
    return f"You can do this once {how_to_be_known(user, on)}"


for counts in sorted(COUNTS_ONCE_KNOWN):
    objection(counts)(nobody_unknown)


@objection(Permission.PEOPLE_MANAGE)
def beyond_your_schools(user: User, record: Any, on: date) -> str | None:
    """Who somebody is can be changed only by an administrator of every place where they hold a role."""
    if not isinstance(record, User) or record.trust_id in trusts_where(
        user, Permission.PEOPLE_MANAGE, on
    ):
        return None
    places = set(record.assignments.not_over(on).values_list("school_id", flat=True))
    if places <= schools_where(user, Permission.PEOPLE_MANAGE, on):
        return None
    return f"{record.full_name} has roles beyond your school. Ask the portal administrator to change this."


@objection(Permission.TRAINING_RECORD)
def your_own_training(user: User, record: Any, on: date) -> str | None:
    if record.pk == user.pk:
        return (
            "You cannot record your own training. Ask your line manager or communications manager."
        )
    return None


@objection(Permission.AWAY_RECORD)
def somebody_elses_time(user: User, record: Any, on: date) -> str | None:
    """One's own, one's team's, or anybody's where one keeps the list of people or is human resources."""
    person = record if isinstance(record, User) else record.person
    if user.pk in (person.pk, person.line_manager_id):
        return None
    roles = roles_at(user, person, on)
    if "HR" in roles or any(grants(role, Permission.PEOPLE_MANAGE) for role in roles):
        return None
    return (
        "You can record time away for yourself and for your team. The school office or human resources can do it for "
        "others."
    )


@objection(Permission.SAFEGUARDING_PHONE_CHANGE)
def somebody_elses_number(user: User, record: Any, on: date) -> str | None:
    return None if record.pk == user.pk else "You can change only your own number."


@objection(Permission.APPOINTMENT_SUSPEND)
def a_deputy_is_told(user: User, record: Any, on: date) -> str | None:
    """A deputy hears of it; who could have confirmed one can hold it back, or stop it."""
    held = {row.role for row in user.roles_on(on) if row.trust_id == record.trust_id}
    if not held.isdisjoint(CONFIRMS):
        return None
    return (
        "You were told so that you know of it. If it is not right, tell a headteacher, safeguarding lead, chief "
        "executive, chair or vice-chair: one of them can hold it back or stop it."
    )


@objection(Permission.WAY_IN_CONFIRM)
def not_a_second_person(user: User, record: Any, on: date) -> str | None:
    """Two people, and neither of them the one it is about; whoever keeps the list of people only proposes."""
    if user.pk == record.person_id:
        return "You cannot confirm a change to how you sign in yourself."
    if user.pk == record.proposed_by_id:
        return "You proposed this, so somebody else confirms it."
    if manages_people(user, on):
        return "You keep the list of people, so somebody else confirms it."
    return None


@objection(Permission.PERSON_KNOW)
def whom_you_may_know(user: User, record: Any, on: date) -> str | None:
    """Another holder says it, who is known; where nobody there is, a new head and a new lead say it for each other."""
    if user.pk == record.pk:
        return "Somebody else says this about you."
    if record.last_login is None:
        return f"{record.full_name} has not signed in yet."
    if user.known_at:
        return None
    known = known_knowers_of(record, on)
    rows = [
        row for row in RoleAssignment.objects.on(on).filter(person=record) if takes_two(row.role)
    ]
    if not known and _head_and_lead(user, rows, on):
        return None
    asked = " or ".join(known[:2]) or "another head or safeguarding lead"
    return f"Somebody has to say this about you first. Ask {asked}."


def _head_and_lead(user: User, rows: list[RoleAssignment], on: date) -> bool:
    held = {(row.role, pk) for row in user.roles_on(on) for pk in row.school_ids}
    other = {"HEAD": "DSL", "DSL": "HEAD"}
    return any((other.get(row.role), row.school_id) in held for row in rows)


AGAIN_AFTER = timedelta(days=90)  # one person suspends another once in this time


def has_suspended_lately(by: User, person: User, on: date) -> bool:
    """Whether this person's suspension of them stands, or ended less than 90 days ago."""
    was = person.suspended_until
    return bool(was and person.suspended_by_id == by.pk and on - was < AGAIN_AFTER)


HEARS_OF_YOU = "This person hears concerns about you, so you cannot suspend them."


@objection(Permission.PERSON_SUSPEND)
def yourself_or_above(user: User, record: Any, on: date) -> str | None:
    """A head those of the school; chief executive and chairs anybody; nobody whom they report to, nor themself.

    Nor whoever hears concerns about them.
    """
    if record.pk == user.pk:
        return "You cannot suspend yourself. Record that you are away, or lay your role down."
    if user.line_manager_id == record.pk:
        return f"You report to this person. {_who_can(record, on)}"
    if hears_of(user, roles_of(record, on), on):
        return f"{HEARS_OF_YOU} {_who_can(record, on)}"
    return None


def _who_can(record: Any, on: date) -> str:
    """Who suspends this person, by name; where nobody does, what two people can do."""
    rows = RoleAssignment.objects.on(on).filter(
        role__in=("CEO", "CHAIR", "HEAD"),
        trust_id=record.trust_id,
        person__in=User.objects.present(on).exclude(known_at=None).exclude(pk=record.pk),
    )
    people = {row.person_id: row.person for row in rows.select_related("person")}
    theirs = roles_of(record, on)
    names = sorted(
        one.full_name for one in people.values() if _may_suspend(one, record, theirs, on)
    )
    if names:
        return f"{' or '.join(names)} can do this."
    return "Nobody here can alone: propose that their role ends, and a second person confirms it."


def _may_suspend(user: User, record: Any, theirs: list[RoleAssignment], on: date) -> bool:
    granted = any(grants(role, Permission.PERSON_SUSPEND) for role in roles_at(user, record, on))
    is_above = user.line_manager_id != record.pk and not hears_of(user, theirs, on)
    return granted and is_above


@objection(Permission.APPOINTMENT_SUSPEND)
def who_hears_of_you(user: User, record: Any, on: date) -> str | None:
    """Nobody holds back whoever would hear concerns about them, where somebody else can hold it or take it back."""
    if record.kind != "begin" or not hears_of(user, [record], on):
        return None
    names = sorted(one.full_name for one in others_to_hold_back(record, but=user, on=on))
    if not names:
        return None
    return f"This role hears concerns about you, so you do not hold it back. Tell {' or '.join(names)}: one of them can."
