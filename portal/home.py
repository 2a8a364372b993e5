"""Home: what needs you today, in order of lateness, then what you came to look up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from access.check import schools_where
from access.guards import public
from access.roles import BY_CODE, Permission, grants
from govuk.templatetags.portal import at as words_of_a_moment
from notifications.models import Message
from notifications.outbox import portal_fault, unreached
from people.api import dates, out_of_reach, said_of, unheard
from people.models import Absence, User
from portal import set_up
from portal.first_steps import NUMBER_ASKED, first_steps
from portal.overview import blocks_for
from reminders.api import Job, jobs_for
from schools.models import School

MOST_JOBS = 7


@dataclass(frozen=True)
class JobGroup:
    title: str
    jobs: list[Job]


@dataclass(frozen=True)
class SaidAway:
    """A time away that somebody else has recorded."""

    absence: Absence

    @property
    def says(self) -> str:
        row = self.absence
        return f"{row.recorded_by} recorded that you are away {dates(row.start_date, row.end_date)}"


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A signed-in person's own page; somebody else is led to where they can begin."""
    if not request.user.is_authenticated:
        return redirect("demo:index" if settings.IS_DEMO else "account_login")
    on = timezone.localdate()
    first = first_steps(request.user, on)
    # The number is one of the steps then: nobody is asked for it twice.
    jobs = [job for job in jobs_for(request.user, on) if not (first and job.code == NUMBER_ASKED)]
    shown = jobs if request.GET.get("all") else jobs[:MOST_JOBS]
    context = {
        "groups": grouped(shown, on),
        "next_job": next_dated(jobs, on),
        "more": len(jobs) - len(shown),
        "total": len(jobs),
        "blocks": blocks_for(request.user, on),
        "first_steps": first,
        "gaps": set_up_gaps(request.user, on),
        "said_away": [SaidAway(row) for row in said_of(request.user, on)],
        "vacancies": list(vacancies(request.user, on)),
        "mail_gaps": mail_gaps(request.user, timezone.now()),
        "on": on,
    }
    return render(request, "home/home.html", context)


def grouped(jobs: list[Job], on: date) -> list[JobGroup]:
    """Overdue, today, the next 7 days, later: only the groups that hold something."""
    week = on + timedelta(days=7)
    heaps: dict[str, list[Job]] = {"Overdue": [], "Today": [], "Next 7 days": [], "Later": []}
    for job in jobs:
        if job.due_on and job.due_on < on:
            heaps["Overdue"].append(job)
        elif not job.due_on or job.due_on == on:
            heaps["Today"].append(job)
        else:
            heaps["Next 7 days" if job.due_on <= week else "Later"].append(job)
    return [JobGroup(title, heap) for title, heap in heaps.items() if heap]


def next_dated(jobs: list[Job], on: date) -> Job | None:
    return next((job for job in jobs if job.due_on and job.due_on > on), None)


def set_up_gaps(user: User, on: date) -> list[Any]:
    """What is still missing before a new trust is ready, for those who can do something about it."""
    trusts = set_up_by(user, on)
    return [gap for trust_id in trusts for gap in set_up.gaps(trust_id, on) if not gap.done]


def set_up_by(user: User, on: date) -> set[Any]:
    """The trusts that this person sets up, through a role there or at one of their schools."""
    return {
        held.trust_id for held in user.roles_on(on) if grants(held.role, Permission.TRUST_SET_UP)
    }


def vacancies(user: User, on: date) -> Iterator[str]:
    """Schools with nobody to hear what goes wrong, for those who could propose somebody and set nothing up."""
    where = schools_where(user, Permission.APPOINTMENT_PROPOSE, on)
    told = set_up_by(user, on)
    schools = School.objects.filter(pk__in=where).exclude(trust_id__in=told).open()
    for school, lacks in unheard(schools.order_by("name"), on) if where else ():
        yield f"{school.name} has no {' and no '.join(BY_CODE[role].name.lower() for role in lacks)}"


def mail_gaps(user: User, at: datetime) -> list[str]:
    """Whom the portal's letters do not reach, for those who look after these people; with why, where it is the portal."""
    on = timezone.localdate(at)
    if not any(grants(held.role, Permission.MAIL_MANAGE) for held in user.roles_on(on)):
        return []
    lost = out_of_reach(User.objects.within(user, Permission.MAIL_MANAGE, on=on), at=at)
    letters = Message.objects.visible_to(user, on=on)
    return [*portal_faults(letters, at=at), *(one.says for one in lost)]


def portal_faults(letters: Any, *, at: datetime) -> Iterator[str]:
    """Why none of these letters arrives, in the words of the mail server or of the network."""
    if fault := portal_fault(letters):
        yield f"The mail server does not accept this portal. It says: {fault}"
    if away := unreached(letters, at=at):
        yield f"The mail server cannot be reached, since {words_of_a_moment(away.since)}: {away.reason}"
