"""Saying that somebody who has signed in is who the portal takes them for."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from access.check import ask
from access.roles import Permission
from audit import trail
from audit.events import Event
from people.known.rows import get_to_know
from people.person.models import User
from people.roles.models import RoleAssignment
from people.system import system_user
from schools.models import School

NEEDED = frozenset({"HEAD", "DSL"})


@transaction.atomic
def know_person(*, person: User, by: User, at: datetime) -> User:
    """Say that one has spoken to a colleague who has signed in, and that it is they."""
    locked = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    ask(by, Permission.PERSON_KNOW, locked, localdate(at))
    get_to_know(locked, by=by, at=at)
    begin_taking_reports(at=at)
    return locked


@transaction.atomic
def begin_taking_reports(*, at: datetime) -> int:
    """Let every school that is ready take reports from now on; one that once was stays so."""
    on = localdate(at)
    # Every minute, and a portal may know thousands of schools that nobody has set up.
    led = RoleAssignment.objects.on(on).filter(role="DSL")
    waiting = School.objects.filter(takes_reports_since=None, pk__in=led.values("school"))
    return sum(_begin(school, at) for school in waiting if _is_ready(school, on))


def _is_ready(school: School, on: date) -> bool:
    rows = RoleAssignment.objects.on(on).filter(
        school=school,
        role__in=NEEDED,
        person__in=User.objects.present(on).exclude(known_at=None).exclude(phone=""),
    )
    return set(rows.values_list("role", flat=True)) >= NEEDED


def _begin(school: School, at: datetime) -> bool:
    """Two sweeps at once do it once."""
    locked = School.objects.select_for_update(of=("self",)).get(pk=school.pk)
    if locked.takes_reports_since:
        return False
    locked.takes_reports_since = at
    locked.save(update_fields=["takes_reports_since"])
    trail.record(Event.SCHOOL_TAKES_REPORTS, by=system_user(), at=at, record=locked)
    return True
