"""Adding people, inviting them, and what is recorded about them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Denied, ask, ask_at
from access.roles import APPOINTED, Permission
from audit import trail
from audit.events import Event
from people import emails
from people.appointments.models import is_longer
from people.known.actions import begin_taking_reports
from people.known.rows import forget_who_it_is
from people.lines.actions import propose_line
from people.lines.rows import keep_past_manager
from people.lines.unfit_managers import wrong_manager
from people.names import names
from people.names.rows import (
    keep_past_name,
    refuse_a_colleagues_name,
    refuse_a_name_had_lately,
    refuse_mixed_alphabets,
    shown_name,
)
from people.person.models import User
from people.person.numbers import NOT_A_NUMBER, is_phone
from people.person.rows import write_leaving
from people.roles.actions import give_role
from people.roles.rows import hold_back_role, write_last_day
from people.sign_in import links
from people.sign_in.addresses import clean_address, wrong_address
from people.sign_in.rows import end_sessions
from people.training.models import Training
from people.way_in.guarded_people import ask_for_the_way_in, has_been_in
from schools.models import School, Trust

LONG_AGO = date(1900, 1, 1)
MADE_FROM_NAMES = ("name_key", "found_as")
ALLOWED_CHANGES = (
    "title",
    "given_name",
    "family_name",
    "preferred_name",
    "email",
    "category",
    "employer_name",
    "department",
    "line_manager",
)


@transaction.atomic
def add_person(
    *,
    trust: Trust,
    school: School | None = None,
    given_name: str,
    family_name: str,
    email: str | None,
    category: str,
    line_manager: User | None = None,
    department: str = "",
    start_date: date,
    by: User,
    at: datetime,
    **details: str,
) -> User:
    """Put somebody on the list of people, as a member of staff of the school (else of the trust).

    Somebody without an e-mail address cannot sign in. Nobody new is called what a colleague was within a year.
    """
    ask_at(by, Permission.PEOPLE_MANAGE, localdate(at), school=school, trust=trust)
    person = User(
        trust=trust,
        email=clean_address(email),
        category=category,
        line_manager=line_manager,
        department=department.strip(),
        start_date=start_date,
        **details,
    )
    person.given_name, person.family_name = names.kept(given_name, family_name)
    _refuse(person)
    refuse_mixed_alphabets(person)
    refuse_a_name_had_lately(person, localdate(at))
    person.set_unusable_password()
    person.save(force_insert=True)
    trail.record(
        Event.PERSON_ADDED, by=by, at=at, record=person, school_id=getattr(school, "pk", None)
    )
    give_role(
        person=person, role="STAFF", trust=trust, school=school, start_date=start_date, by=by, at=at
    )
    return person


@transaction.atomic
def change_person(*, person: User, by: User, at: datetime, **changes: Any) -> User:
    """Correct names, e-mail address, category or department; propose another line manager.

    Whom somebody reports to decides who signs and who hears of what, so somebody above confirms it. Nobody
    is given the name that a colleague has, or had within a year.
    """
    ask(by, Permission.PEOPLE_MANAGE, person, localdate(at))
    if "line_manager" in changes and not by.is_system:
        propose_line(person=person, manager=changes.pop("line_manager"), by=by, at=at)
    if "email" in changes:
        changes["email"] = clean_address(changes["email"])
    if {"given_name", "family_name"} & changes.keys():
        changes |= _names_as_kept(person, changes)
    before, manager_before, named_before = person.email, person.line_manager_id, shown_name(person)
    changed = [
        name
        for name in ALLOWED_CHANGES
        if name in changes and getattr(person, name) != changes[name]
    ]
    for name in changed:
        setattr(person, name, changes[name])
    if "category" in changed and by.pk == person.pk:
        raise Denied("You cannot change what you are here. Ask another administrator.")
    _refuse(person)
    if not changed:
        return person
    if shown_name(person) != named_before:
        refuse_mixed_alphabets(person)
    refuse_a_colleagues_name(person, named_before, localdate(at))
    if "email" in changed:
        ask_for_the_way_in(by, person)
    if "email" in changed and before:
        emails.address_changed(person, before=before, at=at)
    person.save(update_fields=[*changed, *MADE_FROM_NAMES])
    keep_past_name(person, named_before, by, at)
    if "line_manager" in changed and manager_before:
        keep_past_manager(person, manager_before, at)
    if "email" in changed:
        EmailAddress.objects.filter(user=person).delete()
        forget_who_it_is(person)
    trail.record(Event.PERSON_CHANGED, by=by, at=at, record=person, data={"changed": changed})
    return person


@transaction.atomic
def invite(*, person: User, by: User, at: datetime) -> str | None:
    """Let somebody choose a password, by e-mail; without a mail server returns the link to hand over.

    Any link sent before stops working. The same verb serves somebody who has forgotten theirs.
    """
    on = localdate(at)
    ask(by, Permission.PEOPLE_MANAGE, person, on)
    if has_been_in(person):
        ask_for_the_way_in(by, person)
    if not person.email:
        raise ValidationError(f"Add an email address for {person.full_name} first.")
    if person.has_left(on):
        raise ValidationError(f"{person.full_name} has left.")
    if has_been_in(person):
        forget_who_it_is(person)
    person.invited_at = at
    person.save(update_fields=["invited_at"])
    trail.record(Event.PERSON_INVITED, by=by, at=at, record=person)
    link = links.password_link(person)
    if not links.goes_by_email():
        return link
    emails.invited(person, by=by, link=link, at=at)
    return None


@transaction.atomic
def reset_second_step(*, person: User, by: User, at: datetime) -> User:
    """Take away the authenticator app and recovery codes of somebody who has lost their phone, and tell them."""
    ask(by, Permission.PEOPLE_MANAGE, person, localdate(at))
    ask_for_the_way_in(by, person)
    found = Authenticator.objects.filter(user=person)
    if not found.exists():
        raise ValidationError(f"{person.full_name} has no authenticator app.")
    found.delete()
    forget_who_it_is(person)
    end_sessions(person=person, at=at)
    trail.record(Event.SECOND_STEP_RESET, by=by, at=at, record=person)
    emails.account_changed(person, what="Your authenticator app was removed", at=at)
    return person


@transaction.atomic
def set_leaving_date(*, person: User, leaving_date: date | None, by: User, at: datetime) -> User:
    """Say which day is somebody's last; from the day after they have no access, live sessions included.

    Of somebody who hears concerns or signs it is proposed instead (people/appointments), and so is that
    they stay, or stay longer, once it stands. Whoever comes back does not bring such a role back.
    """
    on = localdate(at)
    ask(by, Permission.PEOPLE_MANAGE, person, on)
    appointed = person.assignments.not_over(on).filter(role__in=APPOINTED)
    if not by.is_system and appointed.exists():
        _refuse_alone(person, leaving_date, by, on)
    if person.has_left(on):
        last = max(person.leaving_date or on, person.start_date or LONG_AGO)
        for row in appointed:
            write_last_day(row, max(last, row.start_date), by, at)
            if row.start_date > on:  # else it would begin, for a day
                hold_back_role(row, at=at, for_good=True)
    return write_leaving(person, leaving_date, by=by, at=at)


def _refuse_alone(person: User, leaving_date: date | None, by: User, on: date) -> None:
    """Of somebody who hears concerns or signs: only they bring their last day nearer, and nobody takes it away."""
    if leaving_date and by.pk != person.pk:
        raise Denied(
            f"{person.full_name} hears concerns or signs, so one person cannot set their last day. Propose it: they are "
            "asked, and a second person confirms it."
        )
    if not person.has_left(on) and is_longer(person, leaving_date):
        raise Denied(
            f"{person.full_name} hears concerns or signs, so one person cannot take away their last day or move it to "
            "a later one. Somebody else proposes it on their page, and a second person confirms it."
        )


@transaction.atomic
def record_training(
    *,
    person: User,
    course: str,
    provider: str = "",
    completed_on: date,
    expires_on: date,
    by: User,
    at: datetime,
) -> Training:
    """Record a course somebody completed, and the day it runs out."""
    on = localdate(at)
    ask(by, Permission.TRAINING_RECORD, person, on)
    if completed_on > on:
        raise ValidationError({"completed_on": "Date completed must be today or in the past"})
    if expires_on <= completed_on:
        raise ValidationError({"expires_on": "Expiry date must be after the date completed"})
    row = Training.objects.create(
        person=person,
        course=course,
        provider=provider,
        completed_on=completed_on,
        expires_on=expires_on,
        recorded_by=by,
    )
    trail.record(Event.TRAINING_RECORDED, by=by, at=at, record=person, data={"course": course})
    return row


@transaction.atomic
def change_phone(
    *, person: User, phone: str, out_of_hours_phone: str = "", by: User, at: datetime
) -> User:
    """Change the numbers on which this person hears of concerns; one's own only."""
    ask(by, Permission.SAFEGUARDING_PHONE_CHANGE, person, localdate(at))
    problems = {
        name: NOT_A_NUMBER
        for name, number in (("phone", phone), ("out_of_hours_phone", out_of_hours_phone))
        if number and not is_phone(number)
    }
    if not phone.strip():
        problems["phone"] = "Enter the phone number on which you can be reached in school hours"
    if problems:
        raise ValidationError(problems)
    person.phone, person.out_of_hours_phone = phone.strip(), out_of_hours_phone.strip()
    person.save(update_fields=["phone", "out_of_hours_phone"])
    trail.record(Event.PHONE_CHANGED, by=by, at=at, record=person)
    begin_taking_reports(at=at)
    return person


@transaction.atomic
def choose_tables(*, compact: bool, by: User, at: datetime) -> User:
    """Choose, for oneself, tables with less space between the rows."""
    by.compact_tables = compact
    by.save(update_fields=["compact_tables"])
    trail.record(
        Event.PERSON_CHANGED, by=by, at=at, record=by, data={"changed": ["compact_tables"]}
    )
    return by


def _refuse(person: User) -> None:
    """Everything that is wrong with what is about to be saved, at once, each by its field."""
    problems: dict[str, str] = {}
    if not person.given_name and not person.family_name:
        problems["given_name"] = names.NO_NAME
    if problem := wrong_address(person):
        problems["email"] = problem
    if problem := wrong_manager(person, person.line_manager):
        problems["line_manager"] = problem
    if problems:
        raise ValidationError(problems)


def _names_as_kept(person: User, changes: dict[str, Any]) -> dict[str, str]:
    given = changes.get("given_name", person.given_name)
    family = changes.get("family_name", person.family_name)
    return dict(zip(("given_name", "family_name"), names.kept(given, family), strict=True))
