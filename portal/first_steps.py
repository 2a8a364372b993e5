"""What somebody with a role that takes two still does before it gives anything: second step, phone, a colleague's word."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.urls import reverse

from access.roles import APPOINTED
from people.api import knowers_of, second_step
from people.models import RoleAssignment, User
from schools.models import School

# Who is phoned about a concern, and asked for a number (REM-49D); who opens a school's reporting.
PHONED = frozenset({"HEAD", "DSL", "DDSL"})
OPENS_REPORTING = frozenset({"HEAD", "DSL"})
NUMBER_ASKED = "REM-49D"


class Step(NamedTuple):
    """One of them: what to do, where, and whether it is done."""

    says: str
    page: str
    done: bool


class FirstSteps(NamedTuple):
    """All of them, and the schools that take no reports before that."""

    steps: list[Step]
    closed: list[School]


def first_steps(user: User, on: date) -> FirstSteps | None:
    """Those of this person; nothing once a colleague has spoken to them and the second step is there."""
    held = [row for row in user.roles_on(on) if row.role in APPOINTED]
    if not held:
        return None
    has_step = not second_step.must_have(user, on) or second_step.has_app(user)
    if user.known_at and has_step:
        return None
    roles = {row.role for row in held}
    app = Step("Set up the second sign-in step", reverse("mfa_activate_totp"), has_step)
    phone = Step(
        f"Your phone number, {user.phone}"
        if user.phone
        else "Enter the phone number on which you can be reached",
        reverse("people:phones"),
        bool(user.phone),
    )
    steps = [app, *([phone] if roles & PHONED else []), _word(user, on)]
    places = {pk for row in held if row.role in OPENS_REPORTING for pk in row.school_ids}
    return FirstSteps(steps, list(School.objects.filter(pk__in=places, takes_reports_since=None)))


def _word(user: User, on: date) -> Step:
    """No page of one's own does it: it says whom to speak to."""
    if user.known_at:
        return Step("A colleague has said that it is you", "", done=True)
    names = _one_of([person.full_name for person in _nearest(user, on)[:3]])
    whom = names or "whoever becomes head or safeguarding lead here"
    return Step(
        f"Speak to {whom}, face to face or by phone: they say under “To confirm” that it is you",
        "",
        done=False,
    )


def _one_of(names: list[str]) -> str:
    return " or ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _nearest(user: User, on: date) -> list[User]:
    """Who can say so: those of one's own schools before those of the trust."""
    knowers = User.objects.filter(pk__in=knowers_of(user, on)).order_by("family_name")
    schools = {row.school_id for row in user.assignments.on(on) if row.school_id}
    here = RoleAssignment.objects.on(on).filter(school__in=schools, role__in=APPOINTED)
    near = set(here.values_list("person_id", flat=True))
    return sorted(knowers, key=lambda person: person.pk not in near)
