"""The first people of a new portal: appointed by whoever has the set-up code, while nobody could confirm them."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from access.check import Denied, ask_at
from access.roles import BY_CODE, Permission
from people.appointments.first import is_still_first
from people.names import names
from people.person.actions import add_person
from people.person.models import User
from people.roles.actions import give_role
from people.sign_in.addresses import clean_address
from people.system import system_user
from schools.models import School, Trust

CATEGORIES = {"CHAIR": "governor", "VICE_CHAIR": "governor"}


@transaction.atomic
def appoint_first(
    *,
    trust: Trust,
    school: School,
    role: str,
    given_name: str,
    family_name: str,
    email: str,
    by: User,
    at: datetime,
) -> User:
    """Give one of the first roles of a school, or of the trust where none is named, to somebody on the list or new to it.

    The page has asked for the set-up code. Denied once the head and the lead there have signed in, and after 14 days.
    """
    on = localdate(at)
    ask_at(by, Permission.TRUST_SET_UP, on, trust=trust)
    if not is_still_first(trust, school, at=at):
        raise Denied(OVER)
    called = BY_CODE[role].name.lower()
    if not email:
        raise ValidationError({"email": f"Enter the email address of the {called}"})
    person = User.objects.filter(trust=trust, email=clean_address(email)).first()
    if person is None:
        if not f"{given_name}{family_name}".strip():
            raise ValidationError({"given_name": f"Enter the name of the {called}"})
        person = add_person(
            trust=trust,
            school=school,
            given_name=given_name,
            family_name=family_name,
            email=email,
            category=CATEGORIES.get(role, "leadership" if school else "head_office"),
            start_date=on,
            by=by,
            at=at,
        )
    elif problem := _is_somebody_else(person, f"{given_name} {family_name}"):
        raise ValidationError({"email": problem})
    if person.pk == by.pk:
        raise ValidationError(
            {"email": "You look after the list of people, so enter somebody else"}
        )
    give_role(
        person=person,
        role=role,
        trust=trust,
        school=school,
        start_date=on,
        by=system_user(),
        at=at,
    )
    return person


def _is_somebody_else(person: User, typed: str) -> str:
    """Two names with one address: one of them would be appointed in place of the other."""
    called = [
        names.words(person.full_name),
        names.words(f"{person.given_name} {person.family_name}"),
    ]
    if not typed.strip() or names.words(typed) in called:
        return ""
    return (
        f"{person.email} is {person.full_name}’s address. Enter this person’s own, or the same name"
    )


OVER = (
    "The set-up code is no longer of use here: the people are there, or its 14 days are over. Propose the role on the "
    "person’s page. Where nobody can confirm it, its page says what to do."
)
